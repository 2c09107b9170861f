package weightkin;

import java.util.List;

/** How trees are grown. Zero is the library's default in every number. */
public final class ForestOptions {
  private int threads;
  private double log10Alpha;
  private double effectFloor;
  private long seed;
  private double nearestShare;
  private double separationErrors;
  private List<KnownDirection> directions = List.of();
  private String componentMap;
  private Progress progress;

  /** 0: as many as the machine has; never changes the answer. */
  public ForestOptions threads(int value) {
    threads = value;
    return this;
  }

  /** Of all tests together; 0: -5. */
  public ForestOptions log10Alpha(double value) {
    log10Alpha = value;
    return this;
  }

  /** Smallest effect that may be a finding; 0: the library's. */
  public ForestOptions effectFloor(double value) {
    effectFloor = value;
    return this;
  }

  /** Of the draws; any number. */
  public ForestOptions seed(long value) {
    seed = value;
    return this;
  }

  /** What the nearest may lack, at most; 0: 0.25. */
  public ForestOptions nearestShare(double value) {
    nearestShare = value;
    return this;
  }

  /** Standard errors that a separation needs; 0: 5. */
  public ForestOptions separationErrors(double value) {
    separationErrors = value;
    return this;
  }

  /** What else is known about who came first. */
  public ForestOptions directions(List<KnownDirection> value) {
    directions = value;
    return this;
  }

  /** JSON; null: the built-in rules alone. */
  public ForestOptions componentMap(String value) {
    componentMap = value;
    return this;
  }

  /** Told how far the call is; null: nobody. */
  public ForestOptions progress(Progress value) {
    progress = value;
    return this;
  }

  /** The struct of C; it keeps alive what it points to. */
  Raw raw(Watcher watcher) {
    Raw raw = new Raw(Layout.FOREST_OPTIONS_SIZE);
    raw.setLong(Layout.FOREST_OPTIONS_STRUCT_SIZE, Layout.FOREST_OPTIONS_SIZE);
    raw.setInt(Layout.FOREST_OPTIONS_THREADS, threads);
    raw.setDouble(Layout.FOREST_OPTIONS_LOG10_ALPHA, log10Alpha);
    raw.setDouble(Layout.FOREST_OPTIONS_EFFECT_FLOOR, effectFloor);
    raw.setLong(Layout.FOREST_OPTIONS_SEED, seed);
    raw.setDouble(Layout.FOREST_OPTIONS_NEAREST_SHARE, nearestShare);
    raw.setDouble(Layout.FOREST_OPTIONS_SEPARATION_ERRORS, separationErrors);
    KnownDirection.put(raw, directions);
    raw.set(Layout.FOREST_OPTIONS_COMPONENT_MAP, C.copied(componentMap));
    raw.setPointer(Layout.FOREST_OPTIONS_ON_PROGRESS, watcher.function());
    return raw;
  }

  Watcher watcher() {
    return new Watcher(progress);
  }
}
