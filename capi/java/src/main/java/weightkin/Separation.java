// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** Why one of two found references was called nearer, or neither was. */
public record Separation(
    /** Places among the references given */
    int nearer,
    /** Likewise */
    int farther,
    /** Of what sets them apart, the subject has so much of the farther; NaN: unknown */
    double share,
    /** Its standard error */
    double shareError,
    /** 0: neither is nearer */
    boolean separable) {
  static final int SIZE = 40;

  static Separation read(Pointer from, long at) {
    return new Separation(
        Reading.size(from, at + 0),
        Reading.size(from, at + 8),
        from.getDouble(at + 16),
        from.getDouble(at + 24),
        from.getInt(at + 32) != 0);
  }
}
