// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** A model of an index. */
public record IndexEntry(
    /** As it was added */
    String name,
    /** Of its container */
    String format,
    /** Never given twice in one index */
    long id,
    /** How many */
    long tensors,
    /** Elements, tied tensors once */
    long parameters,
    /** Of its fingerprint */
    long printBytes,
    /** BLAKE3 of the fingerprint's bytes */
    byte[] print,
    /** Merkle root over names and values */
    byte[] root,
    /** Names and repeated tensors do not count */
    byte[] nameless,
    /** 0: both are zero */
    boolean hasRoots) {
  static final int SIZE = 152;

  static IndexEntry read(Pointer from, long at) {
    return new IndexEntry(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        from.getLong(at + 16),
        from.getLong(at + 24),
        from.getLong(at + 32),
        from.getLong(at + 40),
        from.getByteArray(at + 48, 32),
        from.getByteArray(at + 80, 32),
        from.getByteArray(at + 112, 32),
        from.getInt(at + 144) != 0);
  }
}
