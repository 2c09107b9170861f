// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** What was asked of a comparison besides those; with both, and the files, it can be repeated. */
public record AskedSearch(
    /** Digest of its rules, 64 hexadecimal digits; empty: no map */
    String componentMap,
    /** A search might take; 0: no limit */
    double seconds,
    /** How far to look for rearrangements */
    SearchDepth depth) {
  static final int SIZE = 24;

  static AskedSearch read(Pointer from, long at) {
    return new AskedSearch(
        Reading.text(from, at + 0),
        from.getDouble(at + 8),
        SearchDepth.of(from.getInt(at + 16)));
  }
}
