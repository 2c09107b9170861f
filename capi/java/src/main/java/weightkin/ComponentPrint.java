// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** What a fingerprint says of one component. */
public record ComponentPrint(
    /** E.g. "vision_encoder" */
    String id,
    /** What its tensor names begin with */
    String prefix,
    /** How many belong to it */
    long tensors,
    /** Tied tensors counted once */
    long parameters,
    /** What it is for */
    ComponentKind kind,
    /** How many it has */
    int layers,
    /** Merkle root over names and values */
    byte[] root,
    /** Names and repeated tensors do not count */
    byte[] nameless,
    /** 0: both are zero */
    boolean hasRoots) {
  static final int SIZE = 112;

  static ComponentPrint read(Pointer from, long at) {
    return new ComponentPrint(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        from.getLong(at + 16),
        from.getLong(at + 24),
        ComponentKind.of(from.getInt(at + 32)),
        from.getInt(at + 36),
        from.getByteArray(at + 40, 32),
        from.getByteArray(at + 72, 32),
        from.getInt(at + 104) != 0);
  }
}
