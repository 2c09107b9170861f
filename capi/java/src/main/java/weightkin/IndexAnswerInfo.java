// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** What an answer consists of. */
public record IndexAnswerInfo(
    /** In the index */
    long models,
    /** See wkin_index_exact */
    int exact,
    /** See wkin_index_candidate */
    int candidates,
    /** Of wkin_index_verify */
    int problems,
    /** Of a query; WKIN_VERDICT_NOT_COMPARABLE when nothing was compared */
    Verdict overall,
    /** Of a list; see wkin_index_entry_at */
    int entries,
    /** See wkin_index_ruling_at */
    int rulings) {
  static final int SIZE = 56;

  static IndexAnswerInfo read(Pointer from, long at) {
    return new IndexAnswerInfo(
        from.getLong(at + 0),
        Reading.size(from, at + 8),
        Reading.size(from, at + 16),
        Reading.size(from, at + 24),
        Verdict.of(from.getInt(at + 32)),
        Reading.size(from, at + 40),
        Reading.size(from, at + 48));
  }
}
