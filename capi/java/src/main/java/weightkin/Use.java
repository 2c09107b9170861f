// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** How a tensor may be used in a ruling. */
public enum Use {
  /** May carry a verdict */
  CONVICTING(0),
  /** Shown and counted, never convicting */
  DESCRIPTIVE(1),
  /** Says nothing about descent */
  EXCLUDED(2),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Use(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Use of(int number) {
    for (Use each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_use_name(number);
  }
}
