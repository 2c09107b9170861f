package weightkin;

/** How a model is opened. Zero is the library's default in every number. */
public final class OpenOptions {
  private Access access;
  private boolean lenientPickle;
  private long maxTensors;
  private boolean asStored;

  /** How file bytes are reached. */
  public OpenOptions access(Access value) {
    access = value;
    return this;
  }

  /** Unknown classes in pickles become inert values, not an error. */
  public OpenOptions lenientPickle(boolean value) {
    lenientPickle = value;
    return this;
  }

  /** 0: one million. */
  public OpenOptions maxTensors(long value) {
    maxTensors = value;
    return this;
  }

  /** Names, axis order and values as the file has them. */
  public OpenOptions asStored(boolean value) {
    asStored = value;
    return this;
  }

  /** The struct of C; it keeps alive what it points to. */
  Raw raw() {
    Raw raw = new Raw(Layout.OPEN_OPTIONS_SIZE);
    raw.setLong(Layout.OPEN_OPTIONS_STRUCT_SIZE, Layout.OPEN_OPTIONS_SIZE);
    raw.setInt(Layout.OPEN_OPTIONS_ACCESS, access == null ? 0 : access.number());
    raw.setInt(Layout.OPEN_OPTIONS_LENIENT_PICKLE, lenientPickle ? 1 : 0);
    raw.setLong(Layout.OPEN_OPTIONS_MAX_TENSORS, maxTensors);
    raw.setInt(Layout.OPEN_OPTIONS_AS_STORED, asStored ? 1 : 0);
    return raw;
  }
}
