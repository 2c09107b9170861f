// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/**
 * What changed in one tensor that shows an operation: its squared singular values beside those of a
 * Gaussian difference of the same size and shape. A few that stick out are what an adapter or a
 * removed direction leaves; independent noise has none; training has a slope. Lists are borrowed
 * from the comparison, largest first, NULL where `values` is 0.
 */
public record ChangeSpectrum(
    /** The subject's name */
    String tensor,
    /** `values` of them, of the sum of all */
    double[] shares,
    /** What a Gaussian difference is expected to have there */
    double[] gaussianShares,
    /** At most 64 */
    int values,
    /** That were looked at, the same on both sides */
    long rows,
    /** Likewise */
    long columns,
    /** Of the tensor: axis 0 */
    long allRows,
    /** Of the tensor: all other axes */
    long allColumns,
    /** Shares above the edge, of all, not only of those listed */
    long aboveEdge,
    /** Root mean square of the difference over the reference's */
    double relativeSize,
    /** The largest Gaussian share is above it about once in a thousand */
    double gaussianEdge,
    /** Sum of the shares above the edge */
    double shareAboveEdge,
    /** That the tensor is an example of */
    OperationKind operation) {
  static final int SIZE = 104;

  static ChangeSpectrum read(Pointer from, long at) {
    return new ChangeSpectrum(
        Reading.text(from, at + 0),
        Reading.doubles(from, at + 8, Reading.size(from, at + 24)),
        Reading.doubles(from, at + 16, Reading.size(from, at + 24)),
        Reading.size(from, at + 24),
        from.getLong(at + 32),
        from.getLong(at + 40),
        from.getLong(at + 48),
        from.getLong(at + 56),
        from.getLong(at + 64),
        from.getDouble(at + 72),
        from.getDouble(at + 80),
        from.getDouble(at + 88),
        OperationKind.of(from.getInt(at + 96)));
  }
}
