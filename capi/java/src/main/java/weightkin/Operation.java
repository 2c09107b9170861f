// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** One operation, and how well it explains the values. */
public record Operation(
    /** One sentence: what, where, how much */
    String text,
    /**
     * Log10 of how much likelier the compared values are under this operation than under a Gaussian
     * residual of the same size in every tensor; 0 for the latter itself, infinite where only this
     * operation can produce the values.
     */
    double log10LikelihoodMargin,
    /** See wkin_comparison_operation_number */
    int numbers,
    /** See wkin_comparison_operation_tensor; 0: seen in all that were compared */
    int tensors,
    /** What was done */
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
