package weightkin;

import com.sun.jna.CallbackReference;
import com.sun.jna.Pointer;
import java.util.function.Supplier;

/** A progress callback while a call runs, and what it threw. */
final class Watcher implements CInterface.ProgressCallback {
  private final Progress progress;
  private volatile Throwable thrown;

  Watcher(Progress progress) {
    this.progress = progress;
  }

  /** NULL without a callback. */
  Pointer function() {
    return progress == null ? null : CallbackReference.getFunctionPointer(this);
  }

  @Override
  public int invoke(String stage, long done, long total, Pointer userData) {
    if (thrown != null) {
      return 1;
    }
    try {
      return progress.step(stage, done, total) ? 0 : 1;
    } catch (Throwable any) {
      thrown = any;
      return 1;
    }
  }

  /** The call, and then what the callback threw. */
  <T> T watching(Supplier<T> call) {
    try {
      T value = call.get();
      rethrow();
      return value;
    } catch (WeightkinException.Cancelled cancelled) {
      rethrow();
      throw cancelled;
    } finally {
      java.lang.ref.Reference.reachabilityFence(this);
    }
  }

  private void rethrow() {
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (thrown instanceof Error serious) {
      throw serious;
    }
    if (thrown != null) {
      throw new java.lang.reflect.UndeclaredThrowableException(thrown);
    }
  }
}
