package weightkin;

import java.util.List;

/** How the files of a model are hashed. */
public final class ManifestOptions {
  private ManifestHash algorithm = ManifestHash.SHA256;
  private boolean followLinks;
  private List<String> ignored = List.of();
  private int threads;
  private Progress progress;

  /** Of every digest. */
  public ManifestOptions algorithm(ManifestHash value) {
    algorithm = value;
    return this;
  }

  /** Links to files are read; else they are refused. */
  public ManifestOptions followLinks(boolean value) {
    followLinks = value;
    return this;
  }

  /** Paths relative to the model. */
  public ManifestOptions ignored(List<String> value) {
    ignored = value;
    return this;
  }

  /** 0: as many as the machine has; never changes the answer. */
  public ManifestOptions threads(int value) {
    threads = value;
    return this;
  }

  /** Told how far the call is; null: nobody. */
  public ManifestOptions progress(Progress value) {
    progress = value;
    return this;
  }

  /** The struct of C; it keeps alive what it points to. */
  Raw raw(Watcher watcher) {
    Raw raw = new Raw(Layout.MANIFEST_OPTIONS_SIZE);
    raw.setLong(Layout.MANIFEST_OPTIONS_STRUCT_SIZE, Layout.MANIFEST_OPTIONS_SIZE);
    raw.setInt(Layout.MANIFEST_OPTIONS_ALGORITHM, algorithm.number());
    raw.setInt(Layout.MANIFEST_OPTIONS_FOLLOW_LINKS, followLinks ? 1 : 0);
    raw.setTexts(Layout.MANIFEST_OPTIONS_IGNORED, ignored);
    raw.setLong(Layout.MANIFEST_OPTIONS_IGNORED_COUNT, ignored.size());
    raw.setInt(Layout.MANIFEST_OPTIONS_THREADS, threads);
    raw.setPointer(Layout.MANIFEST_OPTIONS_ON_PROGRESS, watcher.function());
    return raw;
  }

  Watcher watcher() {
    return new Watcher(progress);
  }
}
