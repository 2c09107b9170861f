// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** What a forest consists of. */
public record ForestOverall(
    /** Models that nothing was found for; NULL when there is none */
    long[] singles,
    /** How many `singles` has */
    int singleCount,
    /** As given */
    int models,
    /** See wkin_forest_pair */
    int pairs,
    /** See wkin_forest_family */
    int families,
    /** That p-values are corrected for */
    int tests,
    /** Sentences on what this cannot see */
    int limits) {
  static final int SIZE = 56;

  static ForestOverall read(Pointer from, long at) {
    return new ForestOverall(
        Reading.longs(from, at + 0, Reading.size(from, at + 8)),
        Reading.size(from, at + 8),
        Reading.size(from, at + 16),
        Reading.size(from, at + 24),
        Reading.size(from, at + 32),
        Reading.size(from, at + 40),
        Reading.size(from, at + 48));
  }
}
