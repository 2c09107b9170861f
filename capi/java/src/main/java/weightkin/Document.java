// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** Formats of other makers. */
public enum Document {
  /** 1.6: a bill of materials with pedigrees */
  CYCLONEDX(0),
  /** 3.0.1; needs `created` */
  SPDX(1),
  /** In-toto, unsigned; needs the subject's files */
  STATEMENT(2),
  /** In-toto svr; needs both */
  VERIFICATION_RESULT(3),
  /** 2.1.0 */
  SARIF(4),
  /** YAML: what the card's front matter should say */
  MODEL_CARD(5),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  Document(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static Document of(int number) {
    for (Document each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_document_name(number);
  }
}
