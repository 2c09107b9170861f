// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** What a manifest says of the whole model. */
public record ManifestInfo(
    /** Its name */
    String model,
    /** See wkin_manifest_file_at */
    int files,
    /** Of every digest */
    ManifestHash algorithm,
    /** 1: links stand for what they lead to */
    boolean followLinks,
    /** What a signature is about */
    byte[] subject) {
  static final int SIZE = 56;

  static ManifestInfo read(Pointer from, long at) {
    return new ManifestInfo(
        Reading.text(from, at + 0),
        Reading.size(from, at + 8),
        ManifestHash.of(from.getInt(at + 16)),
        from.getInt(at + 20) != 0,
        from.getByteArray(at + 24, 32));
  }
}
