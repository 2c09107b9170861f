// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/**
 * The ruling on one component. Similarities are robust medians over the tensors that may carry a
 * verdict, each beside what unrelated tensors would show.
 */
public record ComponentRuling(
    /** The subject's component */
    String id,
    /** Empty: none */
    String referenceId,
    /** The evidence in one sentence */
    String sentence,
    /** What remains possible; see wkin_comparison_explanation */
    int explanations,
    /** What the component is for */
    ComponentKind kind,
    /** The ruling */
    Verdict verdict,
    /** How it was changed, where that shows */
    Change change,
    /** Of the subject's component */
    long parameters,
    /** Of the subject's parameters */
    double share,
    /** In pairs that may carry a verdict */
    long parametersCompared,
    /** In pairs that are shown and counted only */
    long parametersDescriptive,
    /** In tensors that say nothing */
    long parametersExcluded,
    /** In tensors without a counterpart */
    long parametersUnmatched,
    /** Elements with equal bits, after a cast if need be */
    long parametersBitEqual,
    /** Likewise, counted in tensors */
    long tensorsCompared,
    /** Likewise */
    long tensorsExcluded,
    /** Likewise */
    long tensorsUnmatched,
    /** A b / (|a| |b|) */
    double cosine,
    /** What strangers of these moments show */
    double cosineIfUnrelated,
    /** 0 if unrelated */
    double pearson,
    /** Norm of a - b over that of b */
    double relativeL2,
    /** What strangers show */
    double relativeL2IfUnrelated,
    /** Of elements with equal bits */
    double bitEqualShare,
    /** What strangers show */
    double bitEqualChance,
    /** All groups combined */
    Evidence evidence,
    /** Of one permutation group, for descent of a part */
    Evidence strongest,
    /** Its name */
    String strongestGroup,
    /** Independent groups combined */
    long groups,
    /** Share of the variance that the reference explains */
    double commonVariance,
    /** Combined or strongest group, corrected for that choice */
    double log10P,
    /** After Holm over the components */
    double log10PHolm,
    /** Smallest effect found with probability one half */
    double minimumDetectable,
    /**
     * Of tensors that took no part in choosing the order of their units. No exact null holds: it
     * counts only above `searched_floor`. WKIN_NULL_NONE without such tensors.
     */
    Evidence searched,
    /** That `searched` combines */
    long searchedGroups,
    /** What proves the direction, or why nothing does */
    String directionReason,
    /** Readings of the change; see wkin_comparison_operation */
    int operations,
    /** Who came first, where that is proven */
    Direction direction,
    /** 1: rests on rearranged weights; see wkin_comparison_arrangement */
    boolean arranged,
    /** Standard error; 0 when it is no estimate */
    double commonVarianceError,
    /**
     * What survives a change of the residual stream's basis, from fingerprints that have anchors.
     */
    Evidence anchors,
    /** Feed-forward networks that were compared so */
    long anchoredNetworks,
    /** After Holm over components with anchors, times two */
    double anchorsLog10PHolm) {
  static final int SIZE = 576;

  static ComponentRuling read(Pointer from, long at) {
    return new ComponentRuling(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        Reading.text(from, at + 16),
        Reading.size(from, at + 24),
        ComponentKind.of(from.getInt(at + 32)),
        Verdict.of(from.getInt(at + 36)),
        Change.of(from.getInt(at + 40)),
        from.getLong(at + 48),
        from.getDouble(at + 56),
        from.getLong(at + 64),
        from.getLong(at + 72),
        from.getLong(at + 80),
        from.getLong(at + 88),
        from.getLong(at + 96),
        from.getLong(at + 104),
        from.getLong(at + 112),
        from.getLong(at + 120),
        from.getDouble(at + 128),
        from.getDouble(at + 136),
        from.getDouble(at + 144),
        from.getDouble(at + 152),
        from.getDouble(at + 160),
        from.getDouble(at + 168),
        from.getDouble(at + 176),
        Evidence.read(from, at + 184),
        Evidence.read(from, at + 256),
        Reading.text(from, at + 328),
        from.getLong(at + 336),
        from.getDouble(at + 344),
        from.getDouble(at + 352),
        from.getDouble(at + 360),
        from.getDouble(at + 368),
        Evidence.read(from, at + 376),
        from.getLong(at + 448),
        Reading.text(from, at + 456),
        Reading.size(from, at + 464),
        Direction.of(from.getInt(at + 472)),
        from.getInt(at + 476) != 0,
        from.getDouble(at + 480),
        Evidence.read(from, at + 488),
        from.getLong(at + 560),
        from.getDouble(at + 568));
  }
}
