// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** The options that the numbers depend on, as they were used. */
public record RulingSettings(
    /** Family-wise level */
    double log10Alpha,
    /** Smaller dependence occurs between innocents */
    double effectFloor,
    /** Share of common variance that `derived` needs */
    double derivedShare,
    /** Units whose order was searched must share more */
    double searchedFloor,
    /** Of samples and permutations */
    long seed,
    /** Rows of a sample */
    long maxUnits,
    /** Columns of a sample */
    long maxFeatures) {
  static final int SIZE = 56;

  static RulingSettings read(Pointer from, long at) {
    return new RulingSettings(
        from.getDouble(at + 0),
        from.getDouble(at + 8),
        from.getDouble(at + 16),
        from.getDouble(at + 24),
        from.getLong(at + 32),
        from.getLong(at + 40),
        from.getLong(at + 48));
  }
}
