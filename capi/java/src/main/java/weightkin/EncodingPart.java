// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** One stored piece of a tensor. */
public record EncodingPart(
    /** What it is to the whole: "codes", "scales", "lora_a", ... */
    String role,
    /** The file's */
    String name,
    /** `rank` extents; never NULL */
    long[] shape,
    /** The product of `shape` */
    long elements,
    /** Of every element */
    Dtype dtype,
    /** 0 is a scalar */
    int rank) {
  static final int SIZE = 40;

  static EncodingPart read(Pointer from, long at) {
    return new EncodingPart(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        Reading.longs(from, at + 16, from.getInt(at + 36)),
        from.getLong(at + 24),
        Dtype.of(from.getInt(at + 32)),
        from.getInt(at + 36));
  }
}
