package weightkin;

/** How an index is asked. Zero is the library's default in every number. */
public final class QueryOptions {
  private long candidates;
  private long confirm;
  private double log10Alpha;
  private int threads;
  private Progress progress;

  /** How many to rank; 0: 64. */
  public QueryOptions candidates(long value) {
    candidates = value;
    return this;
  }

  /** How many to compare, per component; 0: 8. */
  public QueryOptions confirm(long value) {
    confirm = value;
    return this;
  }

  /** For all models of the index together; 0: -5. */
  public QueryOptions log10Alpha(double value) {
    log10Alpha = value;
    return this;
  }

  /** 0: as many as the machine has; never changes the answer. */
  public QueryOptions threads(int value) {
    threads = value;
    return this;
  }

  /** Told how far the call is; null: nobody. */
  public QueryOptions progress(Progress value) {
    progress = value;
    return this;
  }

  /** The struct of C; it keeps alive what it points to. */
  Raw raw(Watcher watcher) {
    Raw raw = new Raw(Layout.INDEX_QUERY_OPTIONS_SIZE);
    raw.setLong(Layout.INDEX_QUERY_OPTIONS_STRUCT_SIZE, Layout.INDEX_QUERY_OPTIONS_SIZE);
    raw.setLong(Layout.INDEX_QUERY_OPTIONS_CANDIDATES, candidates);
    raw.setLong(Layout.INDEX_QUERY_OPTIONS_CONFIRM, confirm);
    raw.setDouble(Layout.INDEX_QUERY_OPTIONS_LOG10_ALPHA, log10Alpha);
    raw.setInt(Layout.INDEX_QUERY_OPTIONS_THREADS, threads);
    raw.setPointer(Layout.INDEX_QUERY_OPTIONS_ON_PROGRESS, watcher.function());
    return raw;
  }

  Watcher watcher() {
    return new Watcher(progress);
  }
}
