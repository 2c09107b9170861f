// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** Components that depend on one another. */
public record Family(
    /** See wkin_forest_node, ... */
    int nodes,
    /** See wkin_forest_edge */
    int edges,
    /** See wkin_forest_merge */
    int merges,
    /** See wkin_forest_unplaced */
    int unplaced,
    /** Sentences */
    int notes,
    /** Node where all descent starts; WKIN_NO_INDEX unless proven */
    int root,
    /** Above 0.5 nothing follows from the tree's shape */
    double misfit,
    /** Elements that distances are taken over */
    double parameters) {
  static final int SIZE = 64;

  static Family read(Pointer from, long at) {
    return new Family(
        Reading.size(from, at + 0),
        Reading.size(from, at + 8),
        Reading.size(from, at + 16),
        Reading.size(from, at + 24),
        Reading.size(from, at + 32),
        Reading.size(from, at + 40),
        from.getDouble(at + 48),
        from.getDouble(at + 56));
  }
}
