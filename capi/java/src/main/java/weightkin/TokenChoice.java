// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** Whether token directions of different models can be compared. */
public enum TokenChoice {
  TOKENS_NONE(0),
  /** Where vocabularies are equal or both large */
  TOKENS_BY_ROW(1),
  /** Everywhere */
  TOKENS_BY_STRING(2),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  TokenChoice(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static TokenChoice of(int number) {
    for (TokenChoice each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }
}
