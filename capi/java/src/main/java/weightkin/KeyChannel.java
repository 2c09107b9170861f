// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** By which of the small keys a candidate was found. */
public enum KeyChannel {
  SKETCH(0),
  GRAM(1),
  PROFILE(2),
  MAGNITUDES(3),
  EXACT(4),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  KeyChannel(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static KeyChannel of(int number) {
    for (KeyChannel each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }
}
