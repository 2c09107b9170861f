package weightkin;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the fingerprint of a model whose elements arrive in pieces: the same, bit for bit, however
 * they were cut, ordered and distributed. Not for concurrent use: one a thread, then merge.
 */
public final class Builder extends Owned {
  private Builder(Pointer pointer) {
    super(pointer, Library.get()::wkin_builder_close, null);
  }

  /** A tensor as announced before any of its elements. */
  public record Declaration(String name, long[] shape, Dtype dtype) {}

  /**
   * The same for all parts of a model.
   *
   * @param contents what the tensors are, in the same order; null: names and shapes decide
   * @param noDigests for shards that cut rows, and faster
   */
  public record Options(long seed, Inventory contents, boolean noDigests) {}

  public static Builder begin(List<Declaration> tensors) {
    return begin(tensors, new Options(0, null, false));
  }

  public static Builder begin(List<Declaration> tensors, Options options) {
    Scratch raw = new Scratch(Layout.BUILDER_OPTIONS_SIZE);
    raw.setLong(Layout.BUILDER_OPTIONS_STRUCT_SIZE, Layout.BUILDER_OPTIONS_SIZE);
    raw.setLong(Layout.BUILDER_OPTIONS_SEED, options.seed);
    raw.setInt(Layout.BUILDER_OPTIONS_NO_DIGESTS, options.noDigests ? 1 : 0);
    List<Object> parts = new ArrayList<>();
    Scratch declared = declared(tensors, parts);
    C.Making making = (out, error) -> Library.get().wkin_builder_begin(
        declared, tensors.size(), Layout.TENSOR_DECLARATION_SIZE, raw, out, error);
    Pointer made = options.contents == null ? C.make(making) : options.contents.call(contents -> {
      raw.setPointer(Layout.BUILDER_OPTIONS_CONTENTS, contents);
      return C.make(making);
    });
    java.lang.ref.Reference.reachabilityFence(parts);
    return new Builder(made);
  }

  /** Declarations as C has them; {@code parts} gets what they point to. */
  static Scratch declared(List<Declaration> tensors, List<Object> parts) {
    Scratch declared = new Scratch((long) Layout.TENSOR_DECLARATION_SIZE * tensors.size());
    for (int index = 0; index < tensors.size(); ++index) {
      Declaration tensor = tensors.get(index);
      long at = (long) Layout.TENSOR_DECLARATION_SIZE * index;
      Scratch name = C.copied(tensor.name);
      Scratch shape = copied(tensor.shape);
      parts.addAll(List.of(name, shape));
      declared.setPointer(at + Layout.TENSOR_DECLARATION_NAME, name);
      declared.setPointer(at + Layout.TENSOR_DECLARATION_SHAPE, shape);
      declared.setInt(at + Layout.TENSOR_DECLARATION_DTYPE, tensor.dtype.number());
      declared.setInt(at + Layout.TENSOR_DECLARATION_RANK, tensor.shape.length);
    }
    parts.add(declared);
    return declared;
  }

  private static Scratch copied(long[] numbers) {
    Scratch memory = new Scratch(8L * numbers.length);
    memory.write(0, numbers, 0, numbers.length);
    return memory;
  }

  /** Adds elements from first on, packed in C order in a direct buffer in host byte order. */
  public void add(int tensor, long first, long count, ByteBuffer packed) {
    call(handle -> {
      TensorView.lent(packed, data -> C.check(error -> Library.get().wkin_builder_add(
          handle, tensor, first, count, data, packed.remaining(), error)));
      return null;
    });
  }

  /** Adds the box of elements that begins at start and is extent large, packed in C order. */
  public void addBox(int tensor, long[] start, long[] extent, ByteBuffer packed) {
    if (start.length != extent.length) {
      throw new WeightkinException.BadArgument(Fault.NONE, "a box needs as many extents as starts");
    }
    call(handle -> {
      TensorView.lent(packed, data -> C.check(error -> Library.get().wkin_builder_add_box(
          handle, tensor, copied(start), copied(extent), start.length, data, packed.remaining(),
          error)));
      return null;
    });
  }

  /** Takes over what the other has. */
  public void merge(Builder other) {
    call(handle -> other.call(second -> {
      C.check(error -> Library.get().wkin_builder_merge(handle, second, error));
      return null;
    }));
  }

  /** The state as bytes, for another process with the same version of the library. */
  public byte[] save() {
    return call(handle -> C.bytes((buffer, capacity, needed, error) ->
        Library.get().wkin_builder_save(handle, buffer, capacity, needed, error)));
  }

  public static Builder load(byte[] bytes) {
    Scratch memory = new Scratch(bytes.length);
    memory.write(0, bytes, 0, bytes.length);
    return new Builder(C.make((out, error) ->
        Library.get().wkin_builder_load(memory, bytes.length, out, error)));
  }

  /** The fingerprint, once all elements are there. The builder can go on. */
  public Fingerprint finish() {
    return call(handle -> new Fingerprint(C.make((out, error) ->
        Library.get().wkin_builder_finish(handle, out, error))));
  }
}
