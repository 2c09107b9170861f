// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** How several models were mixed. */
public enum MergeMethod {
  /** No mixture shown */
  NONE(0),
  /** Weights times parents, weights adding up to one */
  LINEAR(1),
  /** Base plus weights times changes, adding up to something else */
  TASK_ARITHMETIC(2),
  /** Along the arc between two parents */
  SPHERICAL(3),
  /** Trimmed changes, signs elected, mean of those that agree */
  TIES(4),
  /** Changes thinned at random, survivors enlarged */
  DARE(5),
  /** Each tensor is one parent's, bit for bit */
  PASSTHROUGH(6),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  MergeMethod(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static MergeMethod of(int number) {
    for (MergeMethod each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_merge_method_name(number);
  }
}
