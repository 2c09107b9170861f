// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** The options that the numbers of a scan or a forest depend on, as they were given. */
public record ManySettings(
    /** Of all pairs together; each got it divided by their number */
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
    long maxFeatures,
    /** What the nearest may lack, at most */
    double nearestShare,
    /** Standard errors that a separation needs */
    double separationErrors) {
  static final int SIZE = 72;

  static ManySettings read(Pointer from, long at) {
    return new ManySettings(
        from.getDouble(at + 0),
        from.getDouble(at + 8),
        from.getDouble(at + 16),
        from.getDouble(at + 24),
        from.getLong(at + 32),
        from.getLong(at + 40),
        from.getLong(at + 48),
        from.getDouble(at + 56),
        from.getDouble(at + 64));
  }
}
