// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** The ruling on the whole of the subject. */
public record Overall(
    /** Overall, in one sentence */
    String sentence,
    /** Elements, tied tensors once */
    long subjectParameters,
    /** Likewise */
    long referenceParameters,
    /** Of the subject, in components with a finding */
    long parametersFound,
    /** Of the subject; see wkin_comparison_component */
    int components,
    /** Pairs */
    int tensors,
    /** Tensors of either side without a counterpart */
    int unmatched,
    /** Sentences on what the comparison cannot see */
    int limits,
    /** The strongest finding, or why there is none */
    Verdict verdict,
    /** Rearrangements that were looked for; see wkin_comparison_searched */
    int searched,
    /** Path or label it was opened with */
    String subjectName,
    /** Of its container */
    String subjectFormat,
    /** Likewise */
    String referenceName,
    /** Likewise */
    String referenceFormat,
    /** How many */
    long subjectTensors,
    /** Likewise */
    long referenceTensors,
    /** What was looked at */
    EvidenceSource source,
    /** See wkin_comparison_file */
    int subjectFiles,
    /** Likewise */
    int referenceFiles) {
  static final int SIZE = 152;

  static Overall read(Pointer from, long at) {
    return new Overall(
        Reading.text(from, at + 0),
        from.getLong(at + 8),
        from.getLong(at + 16),
        from.getLong(at + 24),
        Reading.size(from, at + 32),
        Reading.size(from, at + 40),
        Reading.size(from, at + 48),
        Reading.size(from, at + 56),
        Verdict.of(from.getInt(at + 64)),
        Reading.size(from, at + 72),
        Reading.text(from, at + 80),
        Reading.text(from, at + 88),
        Reading.text(from, at + 96),
        Reading.text(from, at + 104),
        from.getLong(at + 112),
        from.getLong(at + 120),
        EvidenceSource.of(from.getInt(at + 128)),
        Reading.size(from, at + 136),
        Reading.size(from, at + 144));
  }
}
