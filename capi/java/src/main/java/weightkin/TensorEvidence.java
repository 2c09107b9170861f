// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/**
 * Everything measured on one pair of tensors; a is the subject, b the reference. Sums run over the
 * positions where both elements are finite.
 */
public record TensorEvidence(
    String subjectName,
    String referenceName,
    String detail,
    /** Permutation group; empty: none */
    String group,
    /** `rank` extents; never NULL */
    long[] shape,
    int rank,
    /** Index into the subject's tensors */
    int subject,
    /** Index into the reference's tensors */
    int reference,
    int component,
    long parameters,
    Match match,
    Dtype subjectDtype,
    Dtype referenceDtype,
    Role role,
    Use use,
    Exclusion exclusion,
    int layer,
    long elements,
    long finite,
    long nonfiniteA,
    long nonfiniteB,
    long bitEqual,
    long signEqual,
    long zeroA,
    long zeroB,
    long zeroBoth,
    double sumA,
    double sumB,
    double sumAa,
    double sumBb,
    double sumAb,
    double sumAbsDiff,
    double sumSqDiff,
    double maxAbsDiff,
    double cosine,
    double cosineIfUnrelated,
    double pearson,
    double relativeL2,
    double relativeL2IfUnrelated,
    /** Least-squares c in a = c b */
    double scale,
    double meanA,
    double meanB,
    double sdA,
    double sdB,
    double bitEqualShare,
    double bitEqualChance,
    double signEqualShare,
    double signEqualChance,
    Evidence permutation,
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
