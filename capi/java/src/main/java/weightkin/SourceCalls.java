package weightkin;

import com.sun.jna.CallbackReference;
import com.sun.jna.Pointer;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What C calls for the bytes of sources. Sources go by number, which is their user data. */
final class SourceCalls {
  private SourceCalls() {}

  private static final Map<Long, Source> OPEN = new ConcurrentHashMap<>();
  private static final AtomicLong LAST = new AtomicLong();

  private static final CInterface.ReadCallback READ = SourceCalls::read;
  private static final CInterface.ReleaseCallback RELEASE = SourceCalls::release;
  static final CInterface.OpenCallback OPEN_BESIDE = SourceCalls::openBeside;

  /** Work that may throw. */
  private interface Work {
    void run() throws Exception;
  }

  private static int guarded(Work work) {
    try {
      work.run();
      return Status.OK.number();
    } catch (CancellationException cancelled) {
      return Status.CANCELLED.number();
    } catch (OutOfMemoryError full) {
      return Status.NO_MEMORY.number();
    } catch (Throwable any) {
      return Status.IO.number();
    }
  }

  /** Fills in a {@code wkin_source}; C will release it. */
  static void fill(Pointer into, Source source) {
    long number = LAST.incrementAndGet();
    long size = source.size();
    if (size < 0) {
      throw new WeightkinException.BadArgument(Fault.NONE, "a source of " + size + " bytes");
    }
    OPEN.put(number, source);
    into.setLong(Layout.SOURCE_SIZE_BYTES, size);
    into.setPointer(Layout.SOURCE_READ, CallbackReference.getFunctionPointer(READ));
    into.setPointer(Layout.SOURCE_RELEASE, CallbackReference.getFunctionPointer(RELEASE));
    into.setPointer(Layout.SOURCE_USER_DATA, new Pointer(number));
  }

  /** A number for a source that {@link #openBeside} asks, until forgotten. */
  static long remember(Source source) {
    long number = LAST.incrementAndGet();
    OPEN.put(number, source);
    return number;
  }

  static void forget(long number) {
    OPEN.remove(number);
  }

  private static int read(long offset, long length, Pointer buffer, Pointer got, Pointer userData) {
    return guarded(() -> {
      java.nio.ByteBuffer into = buffer.getByteBuffer(0, length);
      OPEN.get(Pointer.nativeValue(userData)).read(offset, into);
      got.setLong(0, into.position());
    });
  }

  private static void release(Pointer userData) {
    guarded(() -> OPEN.remove(Pointer.nativeValue(userData)).close());
  }

  private static int openBeside(String name, Pointer source, Pointer userData) {
    return guarded(() -> {
      Source found = OPEN.get(Pointer.nativeValue(userData)).openBeside(name);
      if (found != null) {
        fill(source, found);
      }
    });
  }
}
