// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** What was written. */
public record WriteSummary(
    /** All of the model */
    long tensors,
    /** Of the whole file */
    long bytes,
    /** Finite values that became infinite */
    long overflowed) {
  static final int SIZE = 24;

  static WriteSummary read(Pointer from, long at) {
    return new WriteSummary(
        from.getLong(at + 0),
        from.getLong(at + 8),
        from.getLong(at + 16));
  }
}
