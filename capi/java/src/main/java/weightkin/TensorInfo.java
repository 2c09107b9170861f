// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** One tensor of a model; pointers live as long as the model. */
public record TensorInfo(
    /** As in the model */
    String name,
    /** `rank` extents; never NULL */
    long[] shape,
    /** The product of `shape` */
    long elements,
    /** Of every element */
    Dtype dtype,
    /** 0 is a scalar */
    int rank) {
  static final int SIZE = 32;

  static TensorInfo read(Pointer from, long at) {
    return new TensorInfo(
        Reading.text(from, at + 0),
        Reading.longs(from, at + 8, from.getInt(at + 28)),
        from.getLong(at + 16),
        Dtype.of(from.getInt(at + 24)),
        from.getInt(at + 28));
  }
}
