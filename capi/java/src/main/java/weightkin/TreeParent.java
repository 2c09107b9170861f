// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** One of several that a model was mixed of. */
public record TreeParent(
    /** Of the same family */
    int node,
    /** Of (parent - base), or of the parent where there is no base */
    double weight,
    /** Its standard error */
    double weightError) {
  static final int SIZE = 24;

  static TreeParent read(Pointer from, long at) {
    return new TreeParent(
        Reading.size(from, at + 0),
        from.getDouble(at + 8),
        from.getDouble(at + 16));
  }
}
