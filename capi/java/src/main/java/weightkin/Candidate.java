// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/**
 * A reference, and what came of comparing it. Verdict, sentence and components are empty when it
 * was not compared.
 */
public record Candidate(
    /** Path or label */
    String name,
    /** Of its container */
    String format,
    /** Overall, in one sentence */
    String sentence,
    /** Its place among those given */
    int reference,
    /** See wkin_scan_candidate_component */
    int components,
    /** How many */
    long tensors,
    /** Elements, tied tensors once */
    long parameters,
    /** 1: among the nearest of some component */
    boolean compared,
    /** The strongest finding, or why there is none */
    Verdict verdict,
    /** What was looked at */
    EvidenceSource source) {
  static final int SIZE = 72;

  static Candidate read(Pointer from, long at) {
    return new Candidate(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        Reading.text(from, at + 16),
        Reading.size(from, at + 24),
        Reading.size(from, at + 32),
        from.getLong(at + 40),
        from.getLong(at + 48),
        from.getInt(at + 56) != 0,
        Verdict.of(from.getInt(at + 60)),
        EvidenceSource.of(from.getInt(at + 64)));
  }
}
