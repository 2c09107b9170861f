// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/**
 * In which ways two fingerprints resemble each other: from 0, what strangers show, to 1; NaN where
 * either has not what it takes. Not evidence of descent.
 */
public record Affinity(
    /** Equal values in any type */
    double values,
    /** Equal checksums, also after a cast */
    double checksums,
    /** Correlation of whole tensors */
    double sketches,
    /** The heaviest rows, wherever they moved */
    double landmarks,
    /** The same rows in any order */
    double gram,
    /** Rows and columns in any order, any scale */
    double profiles,
    /** Elements in any order, any scale */
    double magnitudes) {
  static final int SIZE = 56;

  static Affinity read(Pointer from, long at) {
    return new Affinity(
        from.getDouble(at + 0),
        from.getDouble(at + 8),
        from.getDouble(at + 16),
        from.getDouble(at + 24),
        from.getDouble(at + 32),
        from.getDouble(at + 40),
        from.getDouble(at + 48));
  }
}
