// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** The comparison of two of the models. */
public record ForestComparison(
    /** Overall, in one sentence */
    String sentence,
    /** Places among the models */
    int subject,
    /** Likewise */
    int reference,
    /** See wkin_forest_pair_component */
    int components,
    /** The strongest finding, or why there is none */
    Verdict verdict,
    /** What was looked at */
    EvidenceSource source) {
  static final int SIZE = 40;

  static ForestComparison read(Pointer from, long at) {
    return new ForestComparison(
        Reading.text(from, at + 0),
        Reading.size(from, at + 8),
        Reading.size(from, at + 16),
        Reading.size(from, at + 24),
        Verdict.of(from.getInt(at + 32)),
        EvidenceSource.of(from.getInt(at + 36)));
  }
}
