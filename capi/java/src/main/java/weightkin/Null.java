// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** Which reference distribution a p-value came from. */
public enum Null {
  /** Not tested */
  NONE(0),
  PERMUTATION_NORMAL(1),
  PERMUTATION_MONTE_CARLO(2),
  PERMUTATION_STUDENT(3),
  PERMUTATION_EXACT(4),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Null(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Null of(int number) {
    for (Null each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_null_name(number);
  }
}
