// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

public record TensorInfo(
    String name,
    /** `rank` extents; never NULL */
    long[] shape,
    long elements,
    Dtype dtype,
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
