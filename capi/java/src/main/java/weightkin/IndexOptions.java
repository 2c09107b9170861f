package weightkin;

/** How an index is opened. Zero is the library's default in every number. */
public final class IndexOptions {
  private long keyCacheBytes;
  private int busyMilliseconds;

  /** Kept between queries; 0: 256 MiB. */
  public IndexOptions keyCacheBytes(long value) {
    keyCacheBytes = value;
    return this;
  }

  /** How long to wait for another writer; 0: 10 seconds. */
  public IndexOptions busyMilliseconds(int value) {
    busyMilliseconds = value;
    return this;
  }

  /** The struct of C; it keeps alive what it points to. */
  Raw raw() {
    Raw raw = new Raw(Layout.INDEX_OPTIONS_SIZE);
    raw.setLong(Layout.INDEX_OPTIONS_STRUCT_SIZE, Layout.INDEX_OPTIONS_SIZE);
    raw.setLong(Layout.INDEX_OPTIONS_KEY_CACHE_BYTES, keyCacheBytes);
    raw.setInt(Layout.INDEX_OPTIONS_BUSY_MILLISECONDS, busyMilliseconds);
    return raw;
  }
}
