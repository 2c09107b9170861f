// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** What a search for rearrangements had to do with a pair of tensors. */
public enum Fit {
  /** Nothing: tests of it are exact */
  NONE(0),
  /** The order of the units its test compares was searched, by other tensors */
  AXIS(1),
  /** Its own values chose the arrangement: shown, tested by nothing */
  VALUES(2),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Fit(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Fit of(int number) {
    for (Fit each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_fit_name(number);
  }
}
