// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** What a fingerprint says of the whole model. */
public record FingerprintInfo(
    /** May be empty */
    String name,
    /** Of the container it was made from; may be empty */
    String format,
    /** Of its sketches */
    long seed,
    /** Over the checksums of all tensors */
    long checksum,
    /** Elements, tied tensors once */
    long parameters,
    /** See wkin_fingerprint_tensor */
    int tensors,
    /** See wkin_fingerprint_component */
    int components,
    /** Merkle root over names and values */
    byte[] root,
    /** Names and repeated tensors do not count */
    byte[] nameless,
    /** 0: both are zero */
    boolean hasRoots,
    /** See wkin_fingerprint_anchor */
    int anchors) {
  static final int SIZE = 136;

  static FingerprintInfo read(Pointer from, long at) {
    return new FingerprintInfo(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        from.getLong(at + 16),
        from.getLong(at + 24),
        from.getLong(at + 32),
        Reading.size(from, at + 40),
        Reading.size(from, at + 48),
        from.getByteArray(at + 56, 32),
        from.getByteArray(at + 88, 32),
        from.getInt(at + 120) != 0,
        Reading.size(from, at + 128));
  }
}
