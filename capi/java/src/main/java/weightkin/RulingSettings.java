// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** The options that the numbers depend on, as they were used. */
public record RulingSettings(
    double log10Alpha,
    double effectFloor,
    double derivedShare,
    double searchedFloor,
    long seed,
    long maxUnits,
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
