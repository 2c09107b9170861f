// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/**
 * Similarity estimated from sketches, each with its standard error. NaN and infinity where a sketch
 * is missing or the sizes differ.
 */
public record PrintSimilarity(
    /** 0 if unrelated */
    double pearson,
    /** Its standard error */
    double pearsonError,
    /** From sketch and moments */
    double cosine,
    /** Its standard error */
    double cosineError,
    /** ||a - b|| / ||b|| */
    double relativeL2,
    /** Its standard error */
    double relativeL2Error) {
  static final int SIZE = 48;

  static PrintSimilarity read(Pointer from, long at) {
    return new PrintSimilarity(
        from.getDouble(at + 0),
        from.getDouble(at + 8),
        from.getDouble(at + 16),
        from.getDouble(at + 24),
        from.getDouble(at + 32),
        from.getDouble(at + 40));
  }
}
