package weightkin;

/** What a model and all made from it need: memory, callbacks. Let go when the last is closed. */
final class Kept {
  private final Runnable release;
  private Object[] things;
  private int users;

  Kept(Runnable release, Object... things) {
    this.release = release;
    this.things = things;
  }

  synchronized void retain() {
    ++users;
  }

  synchronized void drop() {
    if (--users == 0) {
      java.lang.ref.Reference.reachabilityFence(things);
      things = null;
      release.run();
    }
  }
}
