package weightkin;

/** How an inventory is taken. Zero is the library's default in every number. */
public final class InventoryOptions {
  private String componentMap;
  private int threads;

  /** JSON; null: the built-in rules alone. */
  public InventoryOptions componentMap(String value) {
    componentMap = value;
    return this;
  }

  /** 0: as many as the machine has; never changes the answer. */
  public InventoryOptions threads(int value) {
    threads = value;
    return this;
  }

  /** The struct of C; it keeps alive what it points to. */
  Raw raw() {
    Raw raw = new Raw(Layout.INVENTORY_OPTIONS_SIZE);
    raw.setLong(Layout.INVENTORY_OPTIONS_STRUCT_SIZE, Layout.INVENTORY_OPTIONS_SIZE);
    raw.set(Layout.INVENTORY_OPTIONS_COMPONENT_MAP, C.copied(componentMap));
    raw.setInt(Layout.INVENTORY_OPTIONS_THREADS, threads);
    return raw;
  }
}
