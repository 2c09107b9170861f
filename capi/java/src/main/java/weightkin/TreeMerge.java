// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** A model that lies in the span of others. */
public record TreeMerge(
    /** The finding in one sentence */
    String sentence,
    /** Node */
    int child,
    /** Node that changes are counted from; WKIN_NO_INDEX: none */
    int base,
    /** See wkin_forest_parent */
    int parents,
    /** Share of the distance to the nearest parent that is left over */
    double residual,
    /**
     * 1: the child was made from the parents; 0: one of them all is a combination of the others,
     * and the weights do not tell which
     */
    boolean proven) {
  static final int SIZE = 48;

  static TreeMerge read(Pointer from, long at) {
    return new TreeMerge(
        Reading.text(from, at + 0),
        Reading.size(from, at + 8),
        Reading.size(from, at + 16),
        Reading.size(from, at + 24),
        from.getDouble(at + 32),
        from.getInt(at + 40) != 0);
  }
}
