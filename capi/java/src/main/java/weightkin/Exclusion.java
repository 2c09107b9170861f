// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** Why a tensor is descriptive or excluded. */
public enum Exclusion {
  NONE(0),
  VECTOR(1),
  DETERMINISTIC(2),
  CONSTANT(3),
  INIT_VALUED(4),
  DEGENERATE(5),
  INTEGER(6),
  TIED(7),
  RUNNING_STATISTIC(8),
  NO_EXCHANGEABLE_AXIS(9),
  ADAPTER_FACTOR(10),
  EMPTY(11),
  UNREADABLE(12),
  OPTIMIZER_STATE(13),
  BY_REQUEST(14),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Exclusion(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Exclusion of(int number) {
    for (Exclusion each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_exclusion_name(number);
  }
}
