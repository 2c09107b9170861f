// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** How the values of a tensor are stored, where they are not simply its elements. */
public record TensorEncoding(
    /** E.g. "q4_k", "gptq", "lora"; empty when the values are plain */
    String scheme,
    /** Codes, scales and all; 0 when plain */
    double bitsPerValue,
    /** Undoing the layout may be off by so much, relative to max(1, |value|) */
    double undoError,
    /** Values in a row that share a scale; 0: no such row */
    long blockValues,
    /** Stored tensors it is made of; 0 when plain */
    int parts,
    /** How many were undone */
    int layoutRules) {
  static final int SIZE = 48;

  static TensorEncoding read(Pointer from, long at) {
    return new TensorEncoding(
        Reading.text(from, at + 0),
        from.getDouble(at + 8),
        from.getDouble(at + 16),
        from.getLong(at + 24),
        Reading.size(from, at + 32),
        Reading.size(from, at + 40));
  }
}
