// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** What remains of the ruling on one component when many pairs are looked at. */
public record ComponentSummary(
    /** The subject's component */
    String id,
    /** Empty: none */
    String referenceId,
    /** The evidence in one sentence */
    String sentence,
    /** Of the subject */
    int component,
    /** The ruling */
    Verdict verdict,
    /** How it was changed, where that shows */
    Change change,
    /** In pairs that may carry a verdict */
    long parametersCompared,
    /** Weighted median; 0 if unrelated */
    double pearson,
    /** Share that the reference explains */
    double commonVariance,
    /** Its standard error */
    double commonVarianceError,
    /** Before any correction */
    double log10P,
    /** After Holm over all components of all pairs */
    double log10PHolm,
    /** Smallest effect found with probability one half */
    double minimumDetectable) {
  static final int SIZE = 96;

  static ComponentSummary read(Pointer from, long at) {
    return new ComponentSummary(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        Reading.text(from, at + 16),
        Reading.size(from, at + 24),
        Verdict.of(from.getInt(at + 32)),
        Change.of(from.getInt(at + 36)),
        from.getLong(at + 40),
        from.getDouble(at + 48),
        from.getDouble(at + 56),
        from.getDouble(at + 64),
        from.getDouble(at + 72),
        from.getDouble(at + 80),
        from.getDouble(at + 88));
  }
}
