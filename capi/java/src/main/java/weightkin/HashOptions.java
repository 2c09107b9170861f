package weightkin;

/** How a model is hashed. */
public final class HashOptions {
  private String componentMap;
  private int threads;
  private Progress progress;

  /** JSON; null: the built-in rules alone. */
  public HashOptions componentMap(String value) {
    componentMap = value;
    return this;
  }

  /** 0: as many as the machine has; never changes the answer. */
  public HashOptions threads(int value) {
    threads = value;
    return this;
  }

  /** Told how far the call is; null: nobody. */
  public HashOptions progress(Progress value) {
    progress = value;
    return this;
  }

  /** The struct of C; it keeps alive what it points to. */
  Raw raw(Watcher watcher) {
    Raw raw = new Raw(Layout.HASH_OPTIONS_SIZE);
    raw.setLong(Layout.HASH_OPTIONS_STRUCT_SIZE, Layout.HASH_OPTIONS_SIZE);
    raw.set(Layout.HASH_OPTIONS_COMPONENT_MAP, C.copied(componentMap));
    raw.setInt(Layout.HASH_OPTIONS_THREADS, threads);
    raw.setPointer(Layout.HASH_OPTIONS_ON_PROGRESS, watcher.function());
    return raw;
  }

  Watcher watcher() {
    return new Watcher(progress);
  }
}
