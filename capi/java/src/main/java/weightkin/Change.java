// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** How a derived component was changed, where the residual shows it. */
public enum Change {
  NONE(0),
  FINE_TUNED(1),
  PARTLY_FROZEN(2),
  NOISED(3),
  RESCALED(4),
  UNSPECIFIED(5),
  /** The same values in another order, number of layers or basis */
  REARRANGED(6),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Change(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Change of(int number) {
    for (Change each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_change_name(number);
  }
}
