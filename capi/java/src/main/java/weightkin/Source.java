package weightkin;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes that the library asks for when it needs them, from several threads at once. What its methods
 * throw becomes {@link WeightkinException.Io}, but {@link java.util.concurrent.CancellationException}
 * becomes {@link WeightkinException.Cancelled}. Closed when the library no longer needs it.
 */
public interface Source extends AutoCloseable {
  /** Fixed for the life of the source. */
  long size();

  /** Fills {@code into} from {@code offset} on, never beyond the size. */
  void read(long offset, ByteBuffer into) throws IOException;

  /** Another file of the same model by its relative name; null when there is none. */
  default Source openBeside(String name) throws IOException {
    return null;
  }

  @Override
  default void close() {}
}
