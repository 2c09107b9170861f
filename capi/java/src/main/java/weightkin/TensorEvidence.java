// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/**
 * Everything measured on one pair of tensors; a is the subject, b the reference. Sums run over the
 * positions where both elements are finite.
 */
public record TensorEvidence(
    /** As in the subject */
    String subjectName,
    /** As in the reference */
    String referenceName,
    /** For people: why it may not convict; may be empty */
    String detail,
    /** Permutation group; empty: none */
    String group,
    /** `rank` extents; never NULL */
    long[] shape,
    /** Of both */
    int rank,
    /** Index into the subject's tensors */
    int subject,
    /** Index into the reference's tensors */
    int reference,
    /** Index of the subject's component */
    int component,
    /** Of the subject's tensor */
    long parameters,
    /** How the two found each other */
    Match match,
    /** Of its elements */
    Dtype subjectDtype,
    /** Of its elements */
    Dtype referenceDtype,
    /** Of the subject's tensor */
    Role role,
    /** The weaker of both sides' */
    Use use,
    /** Why it may not convict */
    Exclusion exclusion,
    /** -1: outside of layers */
    int layer,
    /** Positions compared */
    long elements,
    /** Positions where both are finite */
    long finite,
    /** NaN or infinite elements of a */
    long nonfiniteA,
    /** Likewise of b */
    long nonfiniteB,
    /** Equal bits, after a cast if types differ */
    long bitEqual,
    /** Equal sign: -1, 0 or +1 */
    long signEqual,
    /** Where a is +0 or -0 */
    long zeroA,
    /** Where b is */
    long zeroB,
    /** Where both are */
    long zeroBoth,
    /** Sum a */
    double sumA,
    /** Sum b */
    double sumB,
    /** Sum a^2 */
    double sumAa,
    /** Sum b^2 */
    double sumBb,
    /** Sum a b */
    double sumAb,
    /** Sum |a-b| */
    double sumAbsDiff,
    /** Sum (a-b)^2 */
    double sumSqDiff,
    /** Largest |a-b| */
    double maxAbsDiff,
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
    /** Least-squares c in a = c b */
    double scale,
    /** Mean of a */
    double meanA,
    /** Mean of b */
    double meanB,
    /** Standard deviation of a */
    double sdA,
    /** Standard deviation of b */
    double sdB,
    /** Of all elements */
    double bitEqualShare,
    /** What strangers show */
    double bitEqualChance,
    /** Of finite pairs */
    double signEqualShare,
    /** What strangers show */
    double signEqualChance,
    /** WKIN_NULL_NONE when not tested */
    Evidence permutation,
    /** What a search had to do with them */
    Fit fit,
    /** 1: all elements are equal, but only after a cast that lost bits */
    boolean rounded,
    /** Standard error; 0 when it is no estimate */
    double pearsonError,
    /** 1: differs by no more than undoing a lossy layout may leave */
    boolean sameOnceUndone,
    /** Unless ELEMENTS, counts of equal elements and sums are unknown */
    Equality basis) {
  static final int SIZE = 456;

  static TensorEvidence read(Pointer from, long at) {
    return new TensorEvidence(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        Reading.text(from, at + 16),
        Reading.text(from, at + 24),
        Reading.longs(from, at + 32, Reading.size(from, at + 40)),
        Reading.size(from, at + 40),
        Reading.size(from, at + 48),
        Reading.size(from, at + 56),
        Reading.size(from, at + 64),
        from.getLong(at + 72),
        Match.of(from.getInt(at + 80)),
        Dtype.of(from.getInt(at + 84)),
        Dtype.of(from.getInt(at + 88)),
        Role.of(from.getInt(at + 92)),
        Use.of(from.getInt(at + 96)),
        Exclusion.of(from.getInt(at + 100)),
        from.getInt(at + 104),
        from.getLong(at + 112),
        from.getLong(at + 120),
        from.getLong(at + 128),
        from.getLong(at + 136),
        from.getLong(at + 144),
        from.getLong(at + 152),
        from.getLong(at + 160),
        from.getLong(at + 168),
        from.getLong(at + 176),
        from.getDouble(at + 184),
        from.getDouble(at + 192),
        from.getDouble(at + 200),
        from.getDouble(at + 208),
        from.getDouble(at + 216),
        from.getDouble(at + 224),
        from.getDouble(at + 232),
        from.getDouble(at + 240),
        from.getDouble(at + 248),
        from.getDouble(at + 256),
        from.getDouble(at + 264),
        from.getDouble(at + 272),
        from.getDouble(at + 280),
        from.getDouble(at + 288),
        from.getDouble(at + 296),
        from.getDouble(at + 304),
        from.getDouble(at + 312),
        from.getDouble(at + 320),
        from.getDouble(at + 328),
        from.getDouble(at + 336),
        from.getDouble(at + 344),
        from.getDouble(at + 352),
        Evidence.read(from, at + 360),
        Fit.of(from.getInt(at + 432)),
        from.getInt(at + 436) != 0,
        from.getDouble(at + 440),
        from.getInt(at + 448) != 0,
        Equality.of(from.getInt(at + 452)));
  }
}
