// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** How much of a fingerprint is kept. */
public enum PrintLevel {
  FULL(0),
  /** Finds copies and near copies; no evidence of descent */
  SMALL(1),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  PrintLevel(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static PrintLevel of(int number) {
    for (PrintLevel each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }
}
