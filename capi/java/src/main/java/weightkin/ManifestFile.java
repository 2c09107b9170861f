// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** One file of a manifest. */
public record ManifestFile(
    /** Relative to the model's folder */
    String name,
    /** Digest of its bytes */
    byte[] content) {
  static final int SIZE = 40;

  static ManifestFile read(Pointer from, long at) {
    return new ManifestFile(
        Reading.text(from, at + 0),
        from.getByteArray(at + 8, 32));
  }
}
