package weightkin;

import com.sun.jna.Pointer;
import java.util.List;

/** Digests of all tensors of a model and the roots over them: those of its fingerprint. */
public final class Hashes extends Owned {
  private Hashes(Pointer pointer) {
    super(pointer, Library.get()::wkin_hash_close, null);
  }

  /** Reads every tensor of the model once. Options may be null. */
  public static Hashes take(Model model, HashOptions options) {
    HashOptions given = options == null ? new HashOptions() : options;
    Watcher watcher = given.watcher();
    Raw raw = given.raw(watcher);
    Hashes made = watcher.watching(() -> model.call(handle -> new Hashes(C.make((out, error) ->
        Library.get().wkin_hash_take(handle, raw.memory, out, error)))));
    java.lang.ref.Reference.reachabilityFence(raw);
    return made;
  }

  /** Equal roots mean equal values. */
  public HashRoots roots() {
    return fetch(HashRoots.SIZE, HashRoots::read,
        (handle, out, size, error) -> Library.get().wkin_hash_describe(handle, out, size, error));
  }

  /** What exactly one tensor is. */
  public TensorHash tensor(int index) {
    return fetch(TensorHash.SIZE, TensorHash::read,
        (handle, out, size, error) -> Library.get().wkin_hash_tensor(handle, index, out, size, error));
  }

  /** What exactly all tensors are. */
  public List<TensorHash> tensors() {
    return C.list(roots().tensors(), index -> tensor(index));
  }

  /** What exactly one component is. */
  public ComponentHash component(int index) {
    return fetch(ComponentHash.SIZE, ComponentHash::read,
        (handle, out, size, error) -> Library.get().wkin_hash_component(handle, index, out, size, error));
  }

  /** What exactly all components are. */
  public List<ComponentHash> components() {
    return C.list(roots().components(), index -> component(index));
  }

  /** The report for people. */
  public String text() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_hash_text(handle, buffer, capacity, needed, error)));
  }

  /** The report as JSON. */
  public String json() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_hash_json(handle, buffer, capacity, needed, error)));
  }
}
