package weightkin;

/** How a model is written. Zero is the library's default in every number. */
public final class WriteOptions {
  private Dtype floats;
  private Progress progress;

  /** Real numbers are written as F32, F16 or BF16; null: each tensor keeps its own type. */
  public WriteOptions floats(Dtype value) {
    floats = value;
    return this;
  }

  /** Told how far the call is; null: nobody. */
  public WriteOptions progress(Progress value) {
    progress = value;
    return this;
  }

  /** The struct of C; it keeps alive what it points to. */
  Raw raw(Watcher watcher) {
    Raw raw = new Raw(Layout.WRITE_OPTIONS_SIZE);
    raw.setLong(Layout.WRITE_OPTIONS_STRUCT_SIZE, Layout.WRITE_OPTIONS_SIZE);
    raw.setInt(Layout.WRITE_OPTIONS_FLOATS, floats == null ? 0 : floats.number());
    raw.setPointer(Layout.WRITE_OPTIONS_ON_PROGRESS, watcher.function());
    return raw;
  }

  Watcher watcher() {
    return new Watcher(progress);
  }
}
