// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** What exactly a model is: equal roots mean equal values. */
public record HashRoots(
    /** Merkle root over names and values */
    byte[] root,
    /** Names and repeated tensors do not count */
    byte[] nameless,
    /** See wkin_hash_tensor */
    int tensors,
    /** See wkin_hash_component */
    int components) {
  static final int SIZE = 80;

  static HashRoots read(Pointer from, long at) {
    return new HashRoots(
        from.getByteArray(at + 0, 32),
        from.getByteArray(at + 32, 32),
        Reading.size(from, at + 64),
        Reading.size(from, at + 72));
  }
}
