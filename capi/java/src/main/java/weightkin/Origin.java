// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/**
 * Where one component of the subject comes from. The lists hold places among the references given
 * and are lent by the scan.
 */
public record Origin(
    /** The subject's component */
    String id,
    /** What was found, in one sentence */
    String sentence,
    /** References with a finding, strongest first; NULL when there is none */
    long[] found,
    /**
     * Of them those that no other is nearer than: one is the nearest, several cannot be told apart
     */
    long[] nearest,
    /** How many `found` has */
    int foundCount,
    /** How many `nearest` has */
    int nearestCount,
    /** See wkin_scan_separation */
    int separations,
    /** Of the subject's component */
    long parameters,
    /** Of the subject's parameters */
    double share,
    /** What it is for */
    ComponentKind kind) {
  static final int SIZE = 80;

  static Origin read(Pointer from, long at) {
    return new Origin(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        Reading.longs(from, at + 16, Reading.size(from, at + 32)),
        Reading.longs(from, at + 24, Reading.size(from, at + 40)),
        Reading.size(from, at + 32),
        Reading.size(from, at + 40),
        Reading.size(from, at + 48),
        from.getLong(at + 56),
        from.getDouble(at + 64),
        ComponentKind.of(from.getInt(at + 72)));
  }
}
