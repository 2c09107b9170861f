// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** What exactly one component is. */
public record ComponentHash(
    /** E.g. "vision_encoder" */
    String id,
    /** Merkle root over names and values */
    byte[] root,
    /** Names and repeated tensors do not count */
    byte[] nameless) {
  static final int SIZE = 72;

  static ComponentHash read(Pointer from, long at) {
    return new ComponentHash(
        Reading.text(from, at + 0),
        from.getByteArray(at + 8, 32),
        from.getByteArray(at + 40, 32));
  }
}
