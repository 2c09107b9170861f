package weightkin;

import com.sun.jna.Pointer;
import java.util.List;

/** What a model consists of: components, and what each tensor is. Keeps its model alive. */
public final class Inventory extends Owned {
  private Inventory(Pointer pointer, Kept kept) {
    super(pointer, Library.get()::wkin_inventory_close, kept);
  }

  /** From names, shapes, types and a bounded look at values. Options may be null. */
  public static Inventory take(Model model, InventoryOptions options) {
    Raw raw = (options == null ? new InventoryOptions() : options).raw();
    return model.call(handle -> {
      Pointer made = C.make((out, error) ->
          Library.get().wkin_inventory_take(handle, raw.memory, out, error));
      java.lang.ref.Reference.reachabilityFence(raw);
      return new Inventory(made, model.kept());
    });
  }

  public int componentCount() {
    return call(handle -> Math.toIntExact(Library.get().wkin_inventory_component_count(handle)));
  }

  /** One part of the model. */
  public ComponentInfo component(int index) {
    return fetch(ComponentInfo.SIZE, ComponentInfo::read,
        (handle, out, size, error) -> Library.get().wkin_inventory_component(handle, index, out, size, error));
  }

  /** All parts. */
  public List<ComponentInfo> components() {
    return C.list(componentCount(), index -> component(index));
  }

  /** What a tensor of the model is. */
  public InventoryEntry tensor(int index) {
    return fetch(InventoryEntry.SIZE, InventoryEntry::read,
        (handle, out, size, error) -> Library.get().wkin_inventory_tensor(handle, index, out, size, error));
  }

  /** The inspection (docs/inspect.schema.json). */
  public String json() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_inventory_json(handle, buffer, capacity, needed, error)));
  }

  /** The inspection for people. */
  public String text() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_inventory_text(handle, buffer, capacity, needed, error)));
  }
}
