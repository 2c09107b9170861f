package weightkin;

import com.sun.jna.Pointer;
import java.util.List;

/** Which of many references a model descends from; needs no model. Lists of references hold places. */
public final class Scan extends Owned {
  Scan(Pointer pointer) {
    super(pointer, Library.get()::wkin_scan_close, null);
  }

  /**
   * Ranks references by how much they resemble the subject, compares the nearest in full and says of
   * each component where it comes from. The weights (null, or one for each reference, which may be
   * null) are the models that the fingerprints were taken of. Options may be null.
   */
  public static Scan findAncestors(Fingerprint subject, Model weights, List<Fingerprint> references,
      List<Model> referenceWeights, ScanOptions options) {
    ScanOptions given = options == null ? new ScanOptions() : options;
    Watcher watcher = given.watcher();
    Raw raw = given.raw(watcher);
    Scan made = watcher.watching(() -> subject.call(of -> Handles.optional(weights, own ->
        Handles.all(references, prints -> Handles.weights(referenceWeights, references.size(), models ->
            new Scan(C.make((out, error) -> Library.get().wkin_find_ancestors(of, own, prints, models,
                references.size(), raw.memory, out, error))))))));
    java.lang.ref.Reference.reachabilityFence(raw);
    return made;
  }

  /** In which ways two fingerprints resemble each other. Not evidence of descent. */
  public static Affinity affinity(Fingerprint subject, Fingerprint reference) {
    return reference.call(other -> subject.fetch(Affinity.SIZE, Affinity::read,
        (handle, out, size, error) -> Library.get().wkin_fingerprint_affinity(handle, other, out, size, error)));
  }

  /** What was found as a whole. */
  public ScanOverall overall() {
    return fetch(ScanOverall.SIZE, ScanOverall::read,
        (handle, out, size, error) -> Library.get().wkin_scan_describe(handle, out, size, error));
  }

  /** The options that the numbers depend on. */
  public ManySettings settings() {
    return fetch(ManySettings.SIZE, ManySettings::read,
        (handle, out, size, error) -> Library.get().wkin_scan_settings(handle, out, size, error));
  }

  /** Where one component of the subject comes from. */
  public Origin origin(int index) {
    return fetch(Origin.SIZE, Origin::read,
        (handle, out, size, error) -> Library.get().wkin_scan_origin(handle, index, out, size, error));
  }

  /** Where all components come from. */
  public List<Origin> origins() {
    return C.list(overall().origins(), index -> origin(index));
  }

  /** A reference; the nearest is the first. */
  public Candidate candidate(int index) {
    return fetch(Candidate.SIZE, Candidate::read,
        (handle, out, size, error) -> Library.get().wkin_scan_candidate(handle, index, out, size, error));
  }

  /** All references. */
  public List<Candidate> candidates() {
    return C.list(overall().candidates(), index -> candidate(index));
  }

  /** How a candidate resembles the subject. */
  public Affinity affinity(int candidate) {
    return fetch(Affinity.SIZE, Affinity::read,
        (handle, out, size, error) -> Library.get().wkin_scan_affinity(handle, candidate, out, size, error));
  }

  /** The ruling on one component against a candidate. */
  public ComponentSummary component(int candidate, int index) {
    return fetch(ComponentSummary.SIZE, ComponentSummary::read,
        (handle, out, size, error) -> Library.get().wkin_scan_candidate_component(handle, candidate, index, out, size, error));
  }

  /** The rulings on all components against a candidate. */
  public List<ComponentSummary> components(int candidate) {
    return C.list(candidate(candidate).components(), index -> component(candidate, index));
  }

  /** Why one of two found references was called nearer, or neither was. */
  public Separation separation(int origin, int index) {
    return fetch(Separation.SIZE, Separation::read,
        (handle, out, size, error) -> Library.get().wkin_scan_separation(handle, origin, index, out, size, error));
  }

  /** All of an origin. */
  public List<Separation> separations(int origin) {
    return C.list(origin(origin).separations(), index -> separation(origin, index));
  }

  /** Sentences on what the scan cannot see. */
  public List<String> limits() {
    return call(handle -> C.sentences(index -> Library.get().wkin_scan_limit(handle, index)));
  }

  /** The report for people. */
  public String text() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_scan_text(handle, null, buffer, capacity, needed, error)));
  }

  /** The report by docs/schemas/scan-1.json. */
  public String json() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_scan_json(handle, buffer, capacity, needed, error)));
  }
}
