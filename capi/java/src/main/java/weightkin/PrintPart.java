// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

/** What can be left out of a fingerprint; bits to be added up. */
public enum PrintPart {
  /** Pseudonyms take their place */
  NAMES(1),
  SKETCH(2),
  /** Without them and anchors no evidence of descent */
  UNITS(4),
  ROWS(8),
  DIGESTS(16),
  /** Minimum, maximum, mean, mean square, magnitudes */
  SUMS(32),
  /** Evidence of descent through a rotation */
  ANCHORS(64),
  /** A number that only a later version of the library knows. */
  UNKNOWN_TO_THIS_VERSION(-1);

  private final int number;

  PrintPart(int number) {
    this.number = number;
  }

  /** The number in the C interface. */
  public int number() {
    return number;
  }

  static PrintPart of(int number) {
    for (PrintPart each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return UNKNOWN_TO_THIS_VERSION;
  }
}
