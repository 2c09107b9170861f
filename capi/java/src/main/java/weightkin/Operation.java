// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/**
 * A reading of the values: the operation that beat the alternatives weighed, or an exact pattern
 * that it leaves. No record of an act.
 */
public record Operation(
    /** One sentence: what, where, how much */
    String text,
    /**
     * Log10 of how much likelier the compared values are under this operation than under a Gaussian
     * residual of the same size in every tensor; 0 for the latter itself, infinite where nothing
     * was weighed because an exact pattern is read off: equal bits, zeros, points of a grid, the
     * order of layers or units in which the values meet. Another act can leave the same pattern.
     */
    double log10LikelihoodMargin,
    /** See wkin_comparison_operation_number */
    int numbers,
    /** See wkin_comparison_operation_tensor; 0: seen in all that were compared */
    int tensors,
    /** What the change looks like */
    OperationKind kind) {
  static final int SIZE = 40;

  static Operation read(Pointer from, long at) {
    return new Operation(
        Reading.text(from, at + 0),
        from.getDouble(at + 8),
        Reading.size(from, at + 16),
        Reading.size(from, at + 24),
        OperationKind.of(from.getInt(at + 32)));
  }
}
