// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/**
 * Maps go from the subject's numbers to the reference's. They are borrowed from the comparison, as
 * strings are, and NULL where their length is 0.
 */
public record Arrangement(
    /** `layers` numbers. A reference layer may occur twice or never */
    long[] layerOf,
    /** `stream` dimensions of the residual stream, when permuted */
    long[] streamOf,
    /** +1 or -1 for each of `stream_signs` dimensions, when permuted */
    byte[] streamSign,
    /** `tokens` rows of the token embedding */
    long[] tokenOf,
    /** 0: not looked for */
    int layers,
    /** 0: not permuted, or not looked for */
    int stream,
    /** 0 or `stream` */
    int streamSigns,
    /** 0: the same numbers */
    int tokens,
    /** See wkin_comparison_unit_map */
    int unitMaps,
    /** Component of the reference */
    int reference,
    /** Of the layer and expert maps that values chose among; 0: none */
    double log10Choices,
    /** Of the residual stream */
    Basis basis,
    /** 1: some tensor had to be picked, flipped, multiplied or turned */
    boolean movesValues,
    /** 1: several networks come from one, experts from a dense one */
    boolean repeatsNetworks,
    /** 1: norm gains differ, and the matrices behind make up for it */
    boolean gainsMoved,
    /** 1: tokens have other numbers, also where `token_of` was not kept */
    boolean tokensMoved,
    /**
     * Of a wider subject: share of the energy of its token table, or of what else related the
     * streams, that no more directions than the reference has dimensions can hold. 0: the stream
     * uses no more of them. NaN: not looked for.
     */
    double streamOutside) {
  static final int SIZE = 120;

  static Arrangement read(Pointer from, long at) {
    return new Arrangement(
        Reading.longs(from, at + 0, Reading.size(from, at + 32)),
        Reading.longs(from, at + 8, Reading.size(from, at + 40)),
        Reading.bytes(from, at + 16, Reading.size(from, at + 48)),
        Reading.longs(from, at + 24, Reading.size(from, at + 56)),
        Reading.size(from, at + 32),
        Reading.size(from, at + 40),
        Reading.size(from, at + 48),
        Reading.size(from, at + 56),
        Reading.size(from, at + 64),
        Reading.size(from, at + 72),
        from.getDouble(at + 80),
        Basis.of(from.getInt(at + 88)),
        from.getInt(at + 92) != 0,
        from.getInt(at + 96) != 0,
        from.getInt(at + 104) != 0,
        from.getInt(at + 108) != 0,
        from.getDouble(at + 112));
  }
}
