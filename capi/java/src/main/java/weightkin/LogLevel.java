// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** How much a line of the log matters. */
public enum LogLevel {
  /** A stage of long work begins; what was looked for */
  INFO(0),
  /** Odd but harmless things in a file; what an answer cannot see */
  WARNING(1),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  LogLevel(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static LogLevel of(int number) {
    for (LogLevel each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }
}
