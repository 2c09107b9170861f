// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** How a subject tensor found its counterpart. */
public enum Match {
  NAME(0),
  SLOT(1),
  CONTENT(2),
  ASSIGNED(3),
  /** Values resemble each other, once rearranged */
  SEARCHED(4),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Match(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Match of(int number) {
    for (Match each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_match_name(number);
  }
}
