// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** A point of a tree: whose weights lie here, or an unknown point where branches part. */
public record Node(
    /** Of an unknown point: nodes that it may coincide with; NULL: none */
    long[] mayBe,
    /** How many `may_be` has */
    int mayBeCount,
    /** See wkin_forest_member; 0: an unknown point */
    int members) {
  static final int SIZE = 24;

  static Node read(Pointer from, long at) {
    return new Node(
        Reading.longs(from, at + 0, Reading.size(from, at + 8)),
        Reading.size(from, at + 8),
        Reading.size(from, at + 16));
  }
}
