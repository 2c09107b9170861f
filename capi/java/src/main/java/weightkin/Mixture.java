// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** The mixture in one component of the subject. */
public record Mixture(
    /** The subject's component */
    String id,
    /** One sentence */
    String text,
    /** See wkin_merge_share */
    int references,
    /** See wkin_merge_layer */
    int layers,
    /** Compared */
    int tensors,
    /** References that pass the margin */
    int contributors,
    /** Share of the change that no reference explains */
    double unexplained,
    /** Share of each change that was kept (dare, ties) */
    double density,
    /** Of all weights */
    double weightSum,
    /** Its standard error */
    double weightSumError,
    /** How they were mixed */
    MergeMethod method,
    /** What proves the direction, or why nothing does */
    String directionReason,
    /** Subject from reference: it lies among two or more of them */
    Direction direction,
    /**
     * 1: no mixture is shown, and not every reference was looked for in another order of its units:
     * out of time, or it would have cost too much; `text` says which
     */
    boolean searchMissing) {
  static final int SIZE = 104;

  static Mixture read(Pointer from, long at) {
    return new Mixture(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        Reading.size(from, at + 16),
        Reading.size(from, at + 24),
        Reading.size(from, at + 32),
        Reading.size(from, at + 40),
        from.getDouble(at + 48),
        from.getDouble(at + 56),
        from.getDouble(at + 64),
        from.getDouble(at + 72),
        MergeMethod.of(from.getInt(at + 80)),
        Reading.text(from, at + 88),
        Direction.of(from.getInt(at + 96)),
        from.getInt(at + 100) != 0);
  }
}
