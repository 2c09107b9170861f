// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** What of one feed-forward network survives any change of the residual stream's basis. */
public record UnitAnchors(
    /** `cosine_count`, in 1/32767; NULL: none */
    short[] cosines,
    /** `gate_code_count`, 16 a unit; NULL: none */
    byte[] gateCodes,
    /** `up_code_count` */
    byte[] upCodes,
    /** How many `cosines` has */
    int cosineCount,
    /** How many `gate_codes` has */
    int gateCodeCount,
    /** How many `up_codes` has */
    int upCodeCount,
    /** Tensors; SIZE_MAX: none, the same as `up` where one tensor has both */
    int gate,
    /** Index of a tensor */
    int up,
    /** Likewise */
    int down,
    /** Rows of the embedding that directions were seen from */
    long vocabulary,
    /** How the tokens were chosen */
    TokenChoice tokens) {
  static final int SIZE = 88;

  static UnitAnchors read(Pointer from, long at) {
    return new UnitAnchors(
        Reading.shorts(from, at + 0, Reading.size(from, at + 24)),
        Reading.bytes(from, at + 8, Reading.size(from, at + 32)),
        Reading.bytes(from, at + 16, Reading.size(from, at + 40)),
        Reading.size(from, at + 24),
        Reading.size(from, at + 32),
        Reading.size(from, at + 40),
        Reading.size(from, at + 48),
        Reading.size(from, at + 56),
        Reading.size(from, at + 64),
        from.getLong(at + 72),
        TokenChoice.of(from.getInt(at + 80)));
  }
}
