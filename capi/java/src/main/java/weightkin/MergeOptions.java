package weightkin;

/** How a mixture is looked for. Zero is the library's default in every number. */
public final class MergeOptions {
  private int threads;
  private double leastMargin;
  private double mostUnexplained;
  private double searchSeconds;
  private SearchDepth depth;
  private Progress progress;

  /** 0: as many as the machine has; never changes the answer. */
  public MergeOptions threads(int value) {
    threads = value;
    return this;
  }

  /** Decades a reference must gain to count as a parent; 0: 3. */
  public MergeOptions leastMargin(double value) {
    leastMargin = value;
    return this;
  }

  /** Share of the change above which no mixture is claimed; 0: 0.5. */
  public MergeOptions mostUnexplained(double value) {
    mostUnexplained = value;
    return this;
  }

  /**
   * The searches for references in another order may take so long together; answers then depend on
   * the machine's speed, and {@link Mixture#searchMissing} says where that was too short. 0: no limit.
   */
  public MergeOptions searchSeconds(double value) {
    searchSeconds = value;
    return this;
  }

  public MergeOptions depth(SearchDepth value) {
    depth = value;
    return this;
  }

  /** Null: none. */
  public MergeOptions progress(Progress value) {
    progress = value;
    return this;
  }

  Watcher watcher() {
    return new Watcher(progress);
  }

  /** The struct of C; it keeps alive what it points to. */
  Raw raw(Watcher watcher) {
    Raw raw = new Raw(Layout.MERGE_OPTIONS_SIZE);
    raw.setLong(Layout.MERGE_OPTIONS_STRUCT_SIZE, Layout.MERGE_OPTIONS_SIZE);
    raw.setInt(Layout.MERGE_OPTIONS_THREADS, threads);
    raw.setDouble(Layout.MERGE_OPTIONS_LEAST_MARGIN, leastMargin);
    raw.setDouble(Layout.MERGE_OPTIONS_MOST_UNEXPLAINED, mostUnexplained);
    raw.setPointer(Layout.MERGE_OPTIONS_ON_PROGRESS, watcher.function());
    raw.setDouble(Layout.MERGE_OPTIONS_SEARCH_SECONDS, searchSeconds);
    raw.setInt(Layout.MERGE_OPTIONS_DEPTH, depth == null ? 0 : depth.number());
    return raw;
  }
}
