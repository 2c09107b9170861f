package weightkin;

/** How models are compared. Zero is the library's default in every number. */
public final class CompareOptions {
  private int threads;
  private double log10Alpha;
  private double effectFloor;
  private long seed;
  private String componentMap;
  private Progress progress;
  private double searchSeconds;
  private double searchedFloor;
  private SearchDepth depth;
  private double derivedShare;
  private long maxUnits;
  private long maxFeatures;

  /** 0: as many as the machine has; never changes the answer. */
  public CompareOptions threads(int value) {
    threads = value;
    return this;
  }

  /** Family-wise level; 0: -5. */
  public CompareOptions log10Alpha(double value) {
    log10Alpha = value;
    return this;
  }

  /** Smaller dependence occurs between innocents; 0: 0.02. */
  public CompareOptions effectFloor(double value) {
    effectFloor = value;
    return this;
  }

  /** Of the samples and permutations drawn. */
  public CompareOptions seed(long value) {
    seed = value;
    return this;
  }

  /** JSON; null: the built-in rules alone. */
  public CompareOptions componentMap(String value) {
    componentMap = value;
    return this;
  }

  /** Told how far the call is; null: nobody. */
  public CompareOptions progress(Progress value) {
    progress = value;
    return this;
  }

  /** A search may take so long; answers then depend on the machine's speed. 0: no limit. */
  public CompareOptions searchSeconds(double value) {
    searchSeconds = value;
    return this;
  }

  /** Units whose order was searched must share more than this. */
  public CompareOptions searchedFloor(double value) {
    searchedFloor = value;
    return this;
  }

  /** How far to search for rearranged weights. */
  public CompareOptions depth(SearchDepth value) {
    depth = value;
    return this;
  }

  /** Of the variance that must be common for {@link Verdict#DERIVED}; 0: 0.9. */
  public CompareOptions derivedShare(double value) {
    derivedShare = value;
    return this;
  }

  /** That a test looks at, at most, a group; 0: 256. */
  public CompareOptions maxUnits(long value) {
    maxUnits = value;
    return this;
  }

  /** A tensor; 0: 128. */
  public CompareOptions maxFeatures(long value) {
    maxFeatures = value;
    return this;
  }

  /** The struct of C; it keeps alive what it points to. */
  Raw raw(Watcher watcher) {
    Raw raw = new Raw(Layout.COMPARE_OPTIONS_SIZE);
    raw.setLong(Layout.COMPARE_OPTIONS_STRUCT_SIZE, Layout.COMPARE_OPTIONS_SIZE);
    raw.setInt(Layout.COMPARE_OPTIONS_THREADS, threads);
    raw.setDouble(Layout.COMPARE_OPTIONS_LOG10_ALPHA, log10Alpha);
    raw.setDouble(Layout.COMPARE_OPTIONS_EFFECT_FLOOR, effectFloor);
    raw.setLong(Layout.COMPARE_OPTIONS_SEED, seed);
    raw.set(Layout.COMPARE_OPTIONS_COMPONENT_MAP, C.copied(componentMap));
    raw.setPointer(Layout.COMPARE_OPTIONS_ON_PROGRESS, watcher.function());
    raw.setDouble(Layout.COMPARE_OPTIONS_SEARCH_SECONDS, searchSeconds);
    raw.setDouble(Layout.COMPARE_OPTIONS_SEARCHED_FLOOR, searchedFloor);
    raw.setInt(Layout.COMPARE_OPTIONS_DEPTH, depth == null ? 0 : depth.number());
    raw.setDouble(Layout.COMPARE_OPTIONS_DERIVED_SHARE, derivedShare);
    raw.setLong(Layout.COMPARE_OPTIONS_MAX_UNITS, maxUnits);
    raw.setLong(Layout.COMPARE_OPTIONS_MAX_FEATURES, maxFeatures);
    return raw;
  }

  Watcher watcher() {
    return new Watcher(progress);
  }
}
