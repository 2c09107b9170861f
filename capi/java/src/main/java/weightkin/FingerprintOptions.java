package weightkin;

/** How a fingerprint is taken. Zero is the library's default in every number. */
public final class FingerprintOptions {
  private long seed;
  private String componentMap;
  private String name;
  private int threads;
  private boolean noDigests;
  private Progress progress;

  /** Fingerprints of different seeds cannot be compared. */
  public FingerprintOptions seed(long value) {
    seed = value;
    return this;
  }

  /** JSON; null: the built-in rules alone. */
  public FingerprintOptions componentMap(String value) {
    componentMap = value;
    return this;
  }

  /** Kept in the fingerprint; null: the model's. */
  public FingerprintOptions name(String value) {
    name = value;
    return this;
  }

  /** 0: as many as the machine has; never changes the answer. */
  public FingerprintOptions threads(int value) {
    threads = value;
    return this;
  }

  /** Faster, but no proof of identity. */
  public FingerprintOptions noDigests(boolean value) {
    noDigests = value;
    return this;
  }

  /** Told how far the call is; null: nobody. */
  public FingerprintOptions progress(Progress value) {
    progress = value;
    return this;
  }

  /** The struct of C; it keeps alive what it points to. */
  Raw raw(Watcher watcher) {
    Raw raw = new Raw(Layout.FINGERPRINT_OPTIONS_SIZE);
    raw.setLong(Layout.FINGERPRINT_OPTIONS_STRUCT_SIZE, Layout.FINGERPRINT_OPTIONS_SIZE);
    raw.setLong(Layout.FINGERPRINT_OPTIONS_SEED, seed);
    raw.set(Layout.FINGERPRINT_OPTIONS_COMPONENT_MAP, C.copied(componentMap));
    raw.set(Layout.FINGERPRINT_OPTIONS_NAME, C.copied(name));
    raw.setInt(Layout.FINGERPRINT_OPTIONS_THREADS, threads);
    raw.setInt(Layout.FINGERPRINT_OPTIONS_NO_DIGESTS, noDigests ? 1 : 0);
    raw.setPointer(Layout.FINGERPRINT_OPTIONS_ON_PROGRESS, watcher.function());
    return raw;
  }

  Watcher watcher() {
    return new Watcher(progress);
  }
}
