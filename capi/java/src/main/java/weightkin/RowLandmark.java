// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** One of the heaviest rows of a matrix. */
public record RowLandmark(
    /** Its number */
    int row,
    /** Of the whole row */
    float norm,
    /** Value of one step of a code */
    float scale,
    /** Feature f is codes[f] * scale */
    byte[] codes) {
  static final int SIZE = 28;

  static RowLandmark read(Pointer from, long at) {
    return new RowLandmark(
        from.getInt(at + 0),
        from.getFloat(at + 4),
        from.getFloat(at + 8),
        from.getByteArray(at + 12, 16));
  }
}
