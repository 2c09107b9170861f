// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** What exactly one tensor is. */
public record TensorHash(
    /** As in the model */
    String name,
    /** `rank` extents; never NULL */
    long[] shape,
    /** Of every element */
    Dtype dtype,
    /** 0 is a scalar */
    int rank,
    /** Of the stored bytes */
    byte[] stored,
    /** Of the values, in whatever type and container */
    byte[] value) {
  static final int SIZE = 88;

  static TensorHash read(Pointer from, long at) {
    return new TensorHash(
        Reading.text(from, at + 0),
        Reading.longs(from, at + 8, from.getInt(at + 20)),
        Dtype.of(from.getInt(at + 16)),
        from.getInt(at + 20),
        from.getByteArray(at + 24, 32),
        from.getByteArray(at + 56, 32));
  }
}
