// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** The mixture in one layer. */
public record LayerMixture(
    /** Compared */
    int tensors,
    /** See wkin_merge_layer_share */
    int references,
    /** Share of the change that is left over */
    double unexplained,
    /** -1: outside of layers */
    int layer) {
  static final int SIZE = 32;

  static LayerMixture read(Pointer from, long at) {
    return new LayerMixture(
        Reading.size(from, at + 0),
        Reading.size(from, at + 8),
        from.getDouble(at + 16),
        from.getInt(at + 24));
  }
}
