// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** How it is known whether the elements of a pair are equal. */
public enum Equality {
  /** Each was looked at: all counts are complete */
  ELEMENTS(0),
  /** Equal digests: equal beyond doubt */
  DIGEST(1),
  /** Equal 64-bit checksums: no accident, but no proof */
  CHECKSUM(2),
  /** Not known to be equal; counts of equal elements are unknown */
  UNKNOWN(3),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Equality(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Equality of(int number) {
    for (Equality each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_equality_name(number);
  }
}
