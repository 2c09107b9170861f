// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** What a rule, and all of them together, come to; the worst one counts. */
public enum Outcome {
  PASS(0),
  REVIEW(1),
  FAIL(2),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Outcome(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Outcome of(int number) {
    for (Outcome each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }
}
