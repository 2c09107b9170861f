// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** What a rule does. */
public enum RuleKind {
  /** Nothing of the selected references may be found */
  FORBID(0),
  /** It may, if the subject's card names the reference */
  DECLARE(1),
  /** What the card claims to come from must be found */
  SUPPORT_CLAIMS(2),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  RuleKind(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static RuleKind of(int number) {
    for (RuleKind each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }
}
