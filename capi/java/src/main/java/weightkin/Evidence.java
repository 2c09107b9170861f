// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** Evidence that units of two tensors correspond, under the null that one side was permuted. */
public record Evidence(
    /** In [-1, 1]; 0 if unrelated */
    double effect,
    /** Standardised; 0 if unrelated, deviation 1 */
    double z,
    /** Independent values the data are worth */
    double effectiveSize,
    /** One-sided; 0 when not tested */
    double log10P,
    /** Of the permutation distribution */
    double skewness,
    /** Likewise */
    double excessKurtosis,
    /** That were permuted */
    long units,
    /** 0: closed form */
    long draws,
    /** Where the p-value came from */
    Null nullKind) {
  static final int SIZE = 72;

  static Evidence read(Pointer from, long at) {
    return new Evidence(
        from.getDouble(at + 0),
        from.getDouble(at + 8),
        from.getDouble(at + 16),
        from.getDouble(at + 24),
        from.getDouble(at + 32),
        from.getDouble(at + 40),
        from.getLong(at + 48),
        from.getLong(at + 56),
        Null.of(from.getInt(at + 64)));
  }
}
