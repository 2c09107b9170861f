package weightkin;

/** How references are scanned. Zero is the library's default in every number. */
public final class ScanOptions {
  private int threads;
  private double log10Alpha;
  private double effectFloor;
  private long seed;
  private long confirm;
  private double nearestShare;
  private double separationErrors;
  private String componentMap;
  private Progress progress;

  /** 0: as many as the machine has; never changes the answer. */
  public ScanOptions threads(int value) {
    threads = value;
    return this;
  }

  /** Of all tests together; 0: -5. */
  public ScanOptions log10Alpha(double value) {
    log10Alpha = value;
    return this;
  }

  /** Smallest effect that may be a finding; 0: the library's. */
  public ScanOptions effectFloor(double value) {
    effectFloor = value;
    return this;
  }

  /** Of the draws; any number. */
  public ScanOptions seed(long value) {
    seed = value;
    return this;
  }

  /** References compared in full, per component; 0: 8. */
  public ScanOptions confirm(long value) {
    confirm = value;
    return this;
  }

  /** What the nearest may lack, at most; 0: 0.25. */
  public ScanOptions nearestShare(double value) {
    nearestShare = value;
    return this;
  }

  /** Standard errors that a separation needs; 0: 5. */
  public ScanOptions separationErrors(double value) {
    separationErrors = value;
    return this;
  }

  /** JSON; null: the built-in rules alone. */
  public ScanOptions componentMap(String value) {
    componentMap = value;
    return this;
  }

  /** Told how far the call is; null: nobody. */
  public ScanOptions progress(Progress value) {
    progress = value;
    return this;
  }

  /** The struct of C; it keeps alive what it points to. */
  Raw raw(Watcher watcher) {
    Raw raw = new Raw(Layout.SCAN_OPTIONS_SIZE);
    raw.setLong(Layout.SCAN_OPTIONS_STRUCT_SIZE, Layout.SCAN_OPTIONS_SIZE);
    raw.setInt(Layout.SCAN_OPTIONS_THREADS, threads);
    raw.setDouble(Layout.SCAN_OPTIONS_LOG10_ALPHA, log10Alpha);
    raw.setDouble(Layout.SCAN_OPTIONS_EFFECT_FLOOR, effectFloor);
    raw.setLong(Layout.SCAN_OPTIONS_SEED, seed);
    raw.setLong(Layout.SCAN_OPTIONS_CONFIRM, confirm);
    raw.setDouble(Layout.SCAN_OPTIONS_NEAREST_SHARE, nearestShare);
    raw.setDouble(Layout.SCAN_OPTIONS_SEPARATION_ERRORS, separationErrors);
    raw.set(Layout.SCAN_OPTIONS_COMPONENT_MAP, C.copied(componentMap));
    raw.setPointer(Layout.SCAN_OPTIONS_ON_PROGRESS, watcher.function());
    return raw;
  }

  Watcher watcher() {
    return new Watcher(progress);
  }
}
