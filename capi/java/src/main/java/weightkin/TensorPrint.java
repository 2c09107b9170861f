// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** What is left of one tensor. Pointers are NULL where a part is absent. */
public record TensorPrint(
    /** As in the model */
    String name,
    /** Storage scheme of decoded tensors; else empty */
    String scheme,
    /** The name with prefix and naming dialect removed */
    String slot,
    /** `rank` extents; never NULL */
    long[] shape,
    /** `buckets`; bucket j is sketch_codes[j] * sketch_scale */
    short[] sketchCodes,
    /** `units` */
    float[] unitScales,
    /** 16 a unit; feature f of unit u is unit_codes[16 u + f] * unit_scales[u] */
    byte[] unitCodes,
    /** 32 sorted row norms */
    float[] rowProfile,
    /** 120 correlations of row features, in 1/127 */
    byte[] rowGram,
    /** 32 bytes, of the values in whatever type and container */
    byte[] valueDigest,
    /** 32 bytes, of the stored bytes */
    byte[] storedDigest,
    /** The product of `shape` */
    long elements,
    /** NaN and infinite elements */
    long nonfinite,
    /** Finite, but 1024 or more in size */
    long outside,
    /** Elements that are +0 or -0 */
    long zeros,
    /** Elements below zero */
    long negative,
    /** Of the values */
    long checksum,
    /** What `checksum` becomes after a cast to bf16 */
    long checksumBf16,
    /** Likewise to f16 */
    long checksumF16,
    /** +infinity when no element is finite */
    double minimum,
    /** -infinity likewise */
    double maximum,
    /** Of the finite elements */
    double mean,
    /** Likewise */
    double meanSquare,
    /** Index of its component */
    int component,
    /** 0: no sketch */
    int buckets,
    /** Sampled; 0: none */
    int units,
    /** See wkin_fingerprint_landmark */
    int landmarks,
    /** Quantiles of log |x| */
    short[] magnitudes,
    /** Of the logical tensor */
    Dtype dtype,
    /** 0 is a scalar */
    int rank,
    /** What it does */
    Role role,
    /** What it may say in a ruling */
    Use use,
    /** Why it may not convict */
    Exclusion exclusion,
    /** -1: none */
    int layer,
    /** Value of one step of a code */
    float sketchScale) {
  static final int SIZE = 280;

  static TensorPrint read(Pointer from, long at) {
    return new TensorPrint(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        Reading.text(from, at + 16),
        Reading.longs(from, at + 24, from.getInt(at + 252)),
        Reading.shorts(from, at + 32, Reading.size(from, at + 192)),
        Reading.floats(from, at + 40, Reading.size(from, at + 200)),
        Reading.bytes(from, at + 48, Reading.size(from, at + 200) * 16),
        Reading.floats(from, at + 56, 32),
        Reading.bytes(from, at + 64, 120),
        Reading.bytes(from, at + 72, 32),
        Reading.bytes(from, at + 80, 32),
        from.getLong(at + 88),
        from.getLong(at + 96),
        from.getLong(at + 104),
        from.getLong(at + 112),
        from.getLong(at + 120),
        from.getLong(at + 128),
        from.getLong(at + 136),
        from.getLong(at + 144),
        from.getDouble(at + 152),
        from.getDouble(at + 160),
        from.getDouble(at + 168),
        from.getDouble(at + 176),
        Reading.size(from, at + 184),
        Reading.size(from, at + 192),
        Reading.size(from, at + 200),
        Reading.size(from, at + 208),
        from.getShortArray(at + 216, 16),
        Dtype.of(from.getInt(at + 248)),
        from.getInt(at + 252),
        Role.of(from.getInt(at + 256)),
        Use.of(from.getInt(at + 260)),
        Exclusion.of(from.getInt(at + 264)),
        from.getInt(at + 268),
        from.getFloat(at + 272));
  }
}
