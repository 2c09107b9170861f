package weightkin;

import com.sun.jna.Pointer;
import java.util.List;

/** How a model is composed of others, component by component. Independent of the models. */
public final class Merge extends Owned {
  private Merge(Pointer pointer) {
    super(pointer, Library.get()::wkin_merge_close, null);
  }

  /**
   * Explains the subject by references: two to eight, or one with a base, which is what they were
   * trained from and may be null, as may the options.
   */
  public static Merge explain(Model subject, List<Model> references, Model base, MergeOptions options) {
    MergeOptions given = options == null ? new MergeOptions() : options;
    Watcher watcher = given.watcher();
    Raw raw = given.raw(watcher);
    return watcher.watching(() -> Handles.all(references, parents -> subject.call(
        of -> Handles.optional(base, from -> explain(of, parents, references.size(), from, raw)))));
  }

  private static Merge explain(Pointer of, Pointer parents, int count, Pointer from, Raw raw) {
    Pointer made = C.make((out, error) ->
        Library.get().wkin_explain_merge(of, parents, count, from, raw.memory, out, error));
    java.lang.ref.Reference.reachabilityFence(raw);
    return new Merge(made);
  }

  /** Of the component with most compared values. */
  public String sentence() {
    return call(Library.get()::wkin_merge_sentence);
  }

  public int componentCount() {
    return call(handle -> Math.toIntExact(Library.get().wkin_merge_component_count(handle)));
  }

  /** The mixture in one component of the subject. */
  public Mixture component(int index) {
    return fetch(Mixture.SIZE, Mixture::read,
        (handle, out, size, error) -> Library.get().wkin_merge_component(handle, index, out, size, error));
  }

  /** All mixtures. */
  public List<Mixture> components() {
    return C.list(componentCount(), index -> component(index));
  }

  /** What one reference contributed to a component. */
  public ParentShare share(int component, int reference) {
    return fetch(ParentShare.SIZE, ParentShare::read,
        (handle, out, size, error) -> Library.get().wkin_merge_share(handle, component, reference, out, size, error));
  }

  /** The shares of all references, in the order given. */
  public List<ParentShare> shares(int component) {
    return C.list(component(component).references(), index -> share(component, index));
  }

  /** The mixture in one layer. */
  public LayerMixture layer(int component, int index) {
    return fetch(LayerMixture.SIZE, LayerMixture::read,
        (handle, out, size, error) -> Library.get().wkin_merge_layer(handle, component, index, out, size, error));
  }

  /** The mixtures in all layers of a component. */
  public List<LayerMixture> layers(int component) {
    return C.list(component(component).layers(), index -> layer(component, index));
  }

  /** What one reference contributed to a layer. */
  public ParentShare layerShare(int component, int layer, int reference) {
    return fetch(ParentShare.SIZE, ParentShare::read,
        (handle, out, size, error) -> Library.get().wkin_merge_layer_share(handle, component, layer, reference, out, size, error));
  }

  /** The shares of all references in a layer. */
  public List<ParentShare> layerShares(int component, int layer) {
    return C.list(layer(component, layer).references(), index -> layerShare(component, layer, index));
  }
}
