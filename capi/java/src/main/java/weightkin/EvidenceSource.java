// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** What a comparison looked at. */
public enum EvidenceSource {
  WEIGHTS(0),
  FINGERPRINTS(1),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  EvidenceSource(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static EvidenceSource of(int number) {
    for (EvidenceSource each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }

  /** The stable lower-case name used in reports. */
  @Override
  public String toString() {
    return Library.get().wkin_evidence_source_name(number);
  }
}
