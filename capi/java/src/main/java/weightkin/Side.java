// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** Which of the two models. */
public enum Side {
  SUBJECT(0),
  REFERENCE(1),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Side(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Side of(int number) {
    for (Side each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }
}
