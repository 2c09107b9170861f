// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** A model that was ranked; no evidence unless it was compared. */
public record IndexCandidateInfo(
    /** Of the model */
    String name,
    /** Of the subject, by which it was found; empty for exact ones */
    String component,
    /** Of the model in the index */
    long id,
    /** How near it looks in its channel */
    double score,
    /** In which it is placed best */
    KeyChannel channel,
    /** 1: it was compared with the subject */
    boolean compared,
    /** Of the comparison; WKIN_VERDICT_UNDETERMINED when there was none */
    Verdict verdict,
    /** In its channel, from 0 */
    long place) {
  static final int SIZE = 56;

  static IndexCandidateInfo read(Pointer from, long at) {
    return new IndexCandidateInfo(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        from.getLong(at + 16),
        from.getDouble(at + 24),
        KeyChannel.of(from.getInt(at + 32)),
        from.getInt(at + 36) != 0,
        Verdict.of(from.getInt(at + 40)),
        from.getLong(at + 48));
  }
}
