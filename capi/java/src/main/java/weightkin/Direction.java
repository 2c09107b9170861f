// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** Who came first, as far as the weights prove it. */
public enum Direction {
  UNDETERMINED(0),
  SUBJECT_FROM_REFERENCE(1),
  REFERENCE_FROM_SUBJECT(2),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Direction(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Direction of(int number) {
    for (Direction each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_direction_name(number);
  }
}
