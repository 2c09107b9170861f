// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/**
 * What can be said of a component against one named reference. There is no "from scratch": a test
 * can fail to find descent, not exclude it.
 */
public enum Verdict {
  /** Never a ruling */
  NONE(0),
  IDENTICAL(1),
  IDENTICAL_AFTER_CAST(2),
  REENCODED(3),
  DERIVED(4),
  RELATED(5),
  NO_SHARED_INITIALISATION_FOUND(6),
  UNDETERMINED(7),
  NOT_COMPARABLE(8),
  NON_EVIDENTIAL(9),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Verdict(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Verdict of(int number) {
    for (Verdict each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_verdict_name(number);
  }
}
