package weightkin;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Tells whether a model arrived as it was sent, however it is sharded. One a thread, then merge. */
public final class Checksum extends Owned {
  private final int count;

  private Checksum(Pointer pointer, int count) {
    super(pointer, Library.get()::wkin_checksum_close, null);
    this.count = count;
  }

  /** What a checksum has seen so far; complete when that is as many elements as there are. */
  public record Sum(long value, boolean complete) {}

  /** The tensors are all of the model's, the same everywhere. */
  public static Checksum begin(List<Builder.Declaration> tensors, long seed) {
    List<Object> parts = new ArrayList<>();
    Scratch declared = Builder.declared(tensors, parts);
    Pointer made = C.make((out, error) -> Library.get().wkin_checksum_begin(
        declared, tensors.size(), Layout.TENSOR_DECLARATION_SIZE, seed, out, error));
    java.lang.ref.Reference.reachabilityFence(parts);
    return new Checksum(made, tensors.size());
  }

  /** Adds elements from first on, packed in C order in a direct buffer in host byte order. */
  public void add(int tensor, long first, long elements, ByteBuffer packed) {
    call(handle -> {
      TensorView.lent(packed, data -> C.check(error -> Library.get().wkin_checksum_add(
          handle, tensor, first, elements, data, packed.remaining(), error)));
      return null;
    });
  }

  /** Adds what another checksum of the same tensors has seen. */
  public void merge(Checksum other) {
    other.call(second -> call(handle -> {
      C.check(error -> Library.get().wkin_checksum_merge(handle, second, error));
      return null;
    }));
  }

  /** Of what was added. */
  public Sum sum() {
    return call(handle -> {
      Scratch value = new Scratch(8);
      Scratch complete = new Scratch(4);
      C.check(error -> Library.get().wkin_checksum_value(handle, value, complete, error));
      return new Sum(value.getLong(0), complete.getInt(0) != 0);
    });
  }

  /** Each tensor's. */
  public long[] tensors() {
    return call(handle -> {
      Scratch values = new Scratch(8L * count);
      C.check(error -> Library.get().wkin_checksum_tensors(handle, values, count, error));
      return values.getLongArray(0, count);
    });
  }
}
