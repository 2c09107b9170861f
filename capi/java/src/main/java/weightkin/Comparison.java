package weightkin;

import com.sun.jna.Pointer;
import java.util.List;

/** The answer to "does SUBJECT descend from REFERENCE?". Independent of both. */
public final class Comparison extends Owned {
  private Comparison(Pointer pointer) {
    super(pointer, Library.get()::wkin_comparison_close, null);
  }

  private interface Start {
    int with(Pointer options, Pointer out, Pointer error);
  }

  private static Comparison run(CompareOptions options, Start start) {
    CompareOptions given = options == null ? new CompareOptions() : options;
    Watcher watcher = given.watcher();
    Raw raw = given.raw(watcher);
    return watcher.watching(() -> {
      Pointer made = C.make((out, error) -> start.with(raw.memory, out, error));
      java.lang.ref.Reference.reachabilityFence(raw);
      return new Comparison(made);
    });
  }

  /** Rules on every component of the subject against the reference. Options may be null. */
  public static Comparison of(Model subject, Model reference, CompareOptions options) {
    return subject.call(a -> reference.call(b -> run(options,
        (raw, out, error) -> Library.get().wkin_compare(a, b, raw, out, error))));
  }

  public static Comparison of(Model subject, Model reference) {
    return of(subject, reference, null);
  }

  /** The same verdicts from fingerprints, from less evidence. Options may be null. */
  public static Comparison of(Fingerprint subject, Fingerprint reference, CompareOptions options) {
    return subject.call(a -> reference.call(b -> run(options,
        (raw, out, error) -> Library.get().wkin_compare_fingerprints(a, b, raw, out, error))));
  }

  /** What {@link #json} wrote, of this version or an older one; the label names it in messages. */
  public static Comparison fromJson(String json, String label) {
    long length = json.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    return new Comparison(C.make((out, error) -> Library.get().wkin_comparison_from_json(
        C.text(json), length, C.text(label), out, error)));
  }

  /** The answer as a whole. */
  public Overall overall() {
    return fetch(Overall.SIZE, Overall::read,
        (handle, out, size, error) -> Library.get().wkin_comparison_overall(handle, out, size, error));
  }

  /** The options that the numbers depend on, as they were used. */
  public RulingSettings settings() {
    return fetch(RulingSettings.SIZE, RulingSettings::read,
        (handle, out, size, error) -> Library.get().wkin_comparison_settings(handle, out, size, error));
  }

  /** What was asked of the search; {@link WeightkinException.Undefined} where it is not known. */
  public AskedSearch asked() {
    return fetch(AskedSearch.SIZE, AskedSearch::read,
        (handle, out, size, error) -> Library.get().wkin_comparison_asked(handle, out, size, error));
  }

  /** How the model of one side was opened; {@link WeightkinException.Undefined} where it is not known. */
  public ModelOpening opened(Side side) {
    return fetch(ModelOpening.SIZE, ModelOpening::read,
        (handle, out, size, error) -> Library.get().wkin_comparison_opened(handle, side.number(), out, size, error));
  }

  /** What changed in one tensor; {@link WeightkinException.Undefined} where nothing that has one. */
  public ChangeSpectrum spectrum(int component) {
    return fetch(ChangeSpectrum.SIZE, ChangeSpectrum::read,
        (handle, out, size, error) -> Library.get().wkin_comparison_spectrum(handle, component, out, size, error));
  }

  /** The ruling on one component. */
  public ComponentRuling component(int index) {
    return fetch(ComponentRuling.SIZE, ComponentRuling::read,
        (handle, out, size, error) -> Library.get().wkin_comparison_component(handle, index, out, size, error));
  }

  /** The rulings on all components. */
  public List<ComponentRuling> components() {
    return C.list(overall().components(), index -> component(index));
  }

  /** What remains possible for a component. */
  public List<String> explanations(int component) {
    return call(handle -> C.sentences(index -> Library.get().wkin_comparison_explanation(handle, component, index)));
  }

  /** Everything measured on one pair of tensors. */
  public TensorEvidence tensor(int index) {
    return fetch(TensorEvidence.SIZE, TensorEvidence::read,
        (handle, out, size, error) -> Library.get().wkin_comparison_tensor(handle, index, out, size, error));
  }

  /** All pairs of tensors. */
  public List<TensorEvidence> tensors() {
    return C.list(overall().tensors(), index -> tensor(index));
  }

  /** A tensor without a counterpart, and why. */
  public Unmatched unmatched(int index) {
    return fetch(Unmatched.SIZE, Unmatched::read,
        (handle, out, size, error) -> Library.get().wkin_comparison_unmatched(handle, index, out, size, error));
  }

  /** All tensors without a counterpart. */
  public List<Unmatched> unmatched() {
    return C.list(overall().unmatched(), index -> unmatched(index));
  }

  /** Sentences on what the comparison cannot see. */
  public List<String> limits() {
    return call(handle -> C.sentences(index -> Library.get().wkin_comparison_limit(handle, index)));
  }

  /** Rearrangements that were looked for. */
  public List<String> searched() {
    return call(handle -> C.sentences(index -> Library.get().wkin_comparison_searched(handle, index)));
  }

  /** One thing that was done to a component. */
  public Operation operation(int component, int index) {
    return fetch(Operation.SIZE, Operation::read,
        (handle, out, size, error) -> Library.get().wkin_comparison_operation(handle, component, index, out, size, error));
  }

  /** What was done to a component. */
  public List<Operation> operations(int component) {
    return C.list(component(component).operations(), index -> operation(component, index));
  }

  /** A measured number of an operation. */
  public OperationNumber operationNumber(int component, int operation, int index) {
    return fetch(OperationNumber.SIZE, OperationNumber::read,
        (handle, out, size, error) -> Library.get().wkin_comparison_operation_number(handle, component, operation, index, out, size, error));
  }

  /** The measured numbers of an operation. */
  public List<OperationNumber> operationNumbers(int component, int operation) {
    return C.list(operation(component, operation).numbers(), index -> operationNumber(component, operation, index));
  }

  /** The tensors an operation was seen in; none: in all. */
  public List<String> operationTensors(int component, int operation) {
    return call(handle -> C.sentences(index -> Library.get().wkin_comparison_operation_tensor(handle, component, operation, index)));
  }

  /** How a component's parts lie on the reference's; {@link WeightkinException.Undefined} without. */
  public Arrangement arrangement(int component) {
    return fetch(Arrangement.SIZE, Arrangement::read,
        (handle, out, size, error) -> Library.get().wkin_comparison_arrangement(handle, component, out, size, error));
  }

  /** Which unit of the reference each unit of a group is. */
  public UnitMap unitMap(int component, int index) {
    return fetch(UnitMap.SIZE, UnitMap::read,
        (handle, out, size, error) -> Library.get().wkin_comparison_unit_map(handle, component, index, out, size, error));
  }

  /** The maps of all groups. */
  public List<UnitMap> unitMaps(int component) {
    return C.list(arrangement(component).unitMaps(), index -> unitMap(component, index));
  }

  /** The report (docs/report.schema.json). */
  public String json() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_comparison_json(handle, buffer, capacity, needed, error)));
  }

  /** The report for people. */
  public String text() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_comparison_text(handle, buffer, capacity, needed, error)));
  }

  /** The report as a picture. */
  public String svg() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_comparison_svg(handle, buffer, capacity, needed, error)));
  }

  /** The report as one page that loads nothing. */
  public String html() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_comparison_html(handle, buffer, capacity, needed, error)));
  }
}
