// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** A model that has values of the subject. */
public record ExactMatch(
    /** Of the model */
    String name,
    /** Of the model in the index */
    long id,
    /** Distinct values of the subject that it has as well */
    long tensorsEqual,
    /** Of the subject's elements in tensors that may be evidence */
    double share,
    /** 1: all values under all names */
    boolean sameRoot,
    /** 1: all values */
    boolean sameNameless,
    /** See wkin_index_exact_component */
    int components) {
  static final int SIZE = 48;

  static ExactMatch read(Pointer from, long at) {
    return new ExactMatch(
        Reading.text(from, at + 0),
        from.getLong(at + 8),
        from.getLong(at + 16),
        from.getDouble(at + 24),
        from.getInt(at + 32) != 0,
        from.getInt(at + 36) != 0,
        Reading.size(from, at + 40));
  }
}
