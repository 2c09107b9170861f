// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** A document that was kept. */
public record KeptRuling(
    /** JSON, as it was given */
    String document,
    /** In bytes, without the final zero */
    int length,
    /** By which it was kept */
    byte[] subject,
    /** Likewise */
    byte[] reference) {
  static final int SIZE = 80;

  static KeptRuling read(Pointer from, long at) {
    return new KeptRuling(
        Reading.text(from, at + 0),
        Reading.size(from, at + 8),
        from.getByteArray(at + 16, 32),
        from.getByteArray(at + 48, 32));
  }
}
