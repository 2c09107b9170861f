package weightkin;

import com.sun.jna.Pointer;
import java.lang.ref.Cleaner;
import java.util.function.Consumer;

/** A handle of C: closed once, by close or when nobody has it any more, and after running calls. */
abstract class Owned implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final State state;
  private final Cleaner.Cleanable cleanable;

  Owned(Pointer pointer, Consumer<Pointer> free, Kept kept) {
    state = new State(pointer, free, kept);
    if (kept != null) {
      kept.retain();
    }
    cleanable = CLEANER.register(this, state);
  }

  /** Frees what the handle holds, once the calls that use it have ended. Again: does nothing. */
  @Override
  public final void close() {
    cleanable.clean();
  }

  final Kept kept() {
    return state.kept;
  }

  /** A call of C with the handle. */
  interface Call<T> {
    T with(Pointer handle);
  }

  final <T> T call(Call<T> call) {
    Pointer pointer = state.use();
    try {
      return call.with(pointer);
    } finally {
      state.done();
      java.lang.ref.Reference.reachabilityFence(this);
    }
  }

  /** Fills in a struct that is passed with its size. */
  interface Filling {
    int with(Pointer handle, Pointer struct, long size, Pointer error);
  }

  /** Makes a value of a struct. */
  interface Read<T> {
    T from(Pointer struct, long at);
  }

  final <T> T fetch(int size, Read<T> read, Filling filling) {
    return call(handle -> {
      Scratch struct = new Scratch(size);
      C.check(error -> filling.with(handle, struct, size, error));
      return read.from(struct, 0);
    });
  }

  /** Not reachable from the handle's users, so that it may outlive them. */
  private static final class State implements Runnable {
    private final Pointer pointer;
    private final Consumer<Pointer> free;
    private final Kept kept;
    private int users;
    private boolean closed;

    State(Pointer pointer, Consumer<Pointer> free, Kept kept) {
      this.pointer = pointer;
      this.free = free;
      this.kept = kept;
    }

    synchronized Pointer use() {
      if (closed) {
        throw new IllegalStateException("the handle is closed");
      }
      ++users;
      return pointer;
    }

    void done() {
      boolean now;
      synchronized (this) {
        now = --users == 0 && closed;
      }
      if (now) {
        end();
      }
    }

    @Override
    public void run() {
      boolean now;
      synchronized (this) {
        now = !closed && users == 0;
        closed = true;
      }
      if (now) {
        end();
      }
    }

    private void end() {
      free.accept(pointer);
      if (kept != null) {
        kept.drop();
      }
    }
  }
}
