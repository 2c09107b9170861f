// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
package weightkin;

import com.sun.jna.Pointer;

/** What a scan found. */
public record ScanOverall(
    /** The answer in one sentence */
    String sentence,
    /** Path or label */
    String subjectName,
    /** Elements, tied tensors once */
    long subjectParameters,
    /** One a component; see wkin_scan_origin */
    int origins,
    /** See wkin_scan_candidate */
    int candidates,
    /** References compared in full */
    int compared,
    /** That p-values are corrected for */
    int tests,
    /** Sentences on what this cannot see */
    int limits,
    /** The strongest */
    Verdict verdict,
    /** Of its container */
    String subjectFormat,
    /** How many */
    long subjectTensors,
    /** In all: `population` */
    long references) {
  static final int SIZE = 96;

  static ScanOverall read(Pointer from, long at) {
    return new ScanOverall(
        Reading.text(from, at + 0),
        Reading.text(from, at + 8),
        from.getLong(at + 16),
        Reading.size(from, at + 24),
        Reading.size(from, at + 32),
        Reading.size(from, at + 40),
        Reading.size(from, at + 48),
        Reading.size(from, at + 56),
        Verdict.of(from.getInt(at + 64)),
        Reading.text(from, at + 72),
        from.getLong(at + 80),
        from.getLong(at + 88));
  }
}
