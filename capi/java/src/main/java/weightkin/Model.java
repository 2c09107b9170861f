package weightkin;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** An open checkpoint, or tensors in direct buffers. */
public final class Model extends Owned {
  private Model(Pointer pointer, Kept kept) {
    super(pointer, Library.get()::wkin_model_close, kept);
  }

  private static Raw raw(OpenOptions options) {
    return (options == null ? new OpenOptions() : options).raw();
  }

  /**
   * Opens a file, a sharded checkpoint's index or a Hugging Face style directory. Reads headers only.
   * Options may be null.
   */
  public static Model open(Path path, OpenOptions options) {
    Raw raw = raw(options);
    Pointer made = C.make((out, error) ->
        Library.get().wkin_model_open(C.text(path.toString()), raw.memory, out, error));
    return new Model(made, null);
  }

  public static Model open(Path path) {
    return open(path, null);
  }

  /** Opens the bytes of one file, in a direct buffer that is used where it lies. */
  public static Model openMemory(java.nio.ByteBuffer bytes, String label, OpenOptions options) {
    Raw raw = raw(options);
    Pointer data = TensorView.address(bytes);
    Pointer made = C.make((out, error) -> Library.get().wkin_model_open_memory(
        data, bytes.remaining(), C.text(label), raw.memory, out, error));
    return new Model(made, new Kept(() -> {}, bytes));
  }

  /** Opens a model whose bytes a source fetches; the label stands for them in messages. */
  public static Model openSource(Source source, String label, OpenOptions options) {
    Raw raw = raw(options);
    CInterface library = Library.get();
    String text = C.text(label);
    Scratch given = new Scratch(Layout.SOURCE_SIZE);
    long beside = SourceCalls.remember(source);
    try {
      SourceCalls.fill(given, source);
      Pointer made = C.make((out, error) -> library.wkin_model_open_source(given,
          SourceCalls.OPEN_BESIDE, new Pointer(beside), text, raw.memory, out, error));
      return new Model(made, new Kept(() -> SourceCalls.forget(beside)));
    } catch (RuntimeException failed) {
      SourceCalls.forget(beside);
      throw failed;
    }
  }

  /** A model of tensors in direct buffers, which are used where they lie. */
  public static Model fromTensors(List<TensorView> tensors, String name) {
    List<Object> parts = new ArrayList<>();
    Scratch views = TensorView.lend(tensors, parts);
    Pointer made = C.make((out, error) -> Library.get().wkin_model_from_tensors(
        views, tensors.size(), Layout.TENSOR_VIEW_SIZE, C.text(name), out, error));
    return new Model(made, new Kept(() -> {}, parts));
  }

  /** The path or label it was opened with. */
  public String name() {
    return call(Library.get()::wkin_model_name);
  }

  /** The format found, e.g. "safetensors". */
  public String format() {
    return call(Library.get()::wkin_model_format);
  }

  public int tensorCount() {
    return call(handle -> Math.toIntExact(Library.get().wkin_model_tensor_count(handle)));
  }

  /** A tensor in the order of the files. */
  public TensorInfo tensor(int index) {
    return fetch(TensorInfo.SIZE, TensorInfo::read,
        (handle, out, size, error) -> Library.get().wkin_model_tensor(handle, index, out, size, error));
  }

  /** All tensors. */
  public List<TensorInfo> tensors() {
    return C.list(tensorCount(), index -> tensor(index));
  }

  /** How the values of a tensor are stored; all zero and empty for a plain one. */
  public TensorEncoding encoding(int index) {
    return fetch(TensorEncoding.SIZE, TensorEncoding::read,
        (handle, out, size, error) -> Library.get().wkin_model_encoding(handle, index, out, size, error));
  }

  /** One stored piece of a tensor. */
  public EncodingPart encodingPart(int index, int part) {
    return fetch(EncodingPart.SIZE, EncodingPart::read,
        (handle, out, size, error) -> Library.get().wkin_model_encoding_part(handle, index, part, out, size, error));
  }

  /** All stored pieces of a tensor. */
  public List<EncodingPart> encodingParts(int tensor) {
    return C.list(encoding(tensor).parts(), index -> encodingPart(tensor, index));
  }

  /** Layout rules of a tensor in words, in the order they were undone. */
  public List<String> layoutRules(int tensor) {
    return call(handle -> C.sentences(index -> Library.get().wkin_model_layout_rule(handle, tensor, index)));
  }

  /**
   * Elements of a tensor in C order, count of them from first on: F32 or F64 to the nearest (quantised
   * tensors give the values they stand for), or NONE, packed in its own type. In host byte order.
   */
  public ByteBuffer read(int index, long first, long count, Dtype as) {
    byte[] bytes = call(handle -> C.bytes((buffer, capacity, needed, error) ->
        Library.get().wkin_model_read(handle, index, first, count, as.number(), buffer, capacity, needed, error)));
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  /**
   * The work on the elements of a tensor where they lie, packed in its own type. The buffer is for
   * reading, and only while the work runs. Undefined when they do not lie so: then read them.
   */
  public <T> T withMemory(int index, Function<ByteBuffer, T> work) {
    TensorInfo info = tensor(index);
    return call(handle -> {
      Scratch memory = new Scratch(Layout.TENSOR_MEMORY_SIZE);
      C.check(error -> Library.get().wkin_model_memory(handle, index, memory, Layout.TENSOR_MEMORY_SIZE, error));
      Pointer data = memory.getPointer(Layout.TENSOR_MEMORY_DATA);
      if (memory.getPointer(Layout.TENSOR_MEMORY_STRIDES) != null) {
        throw new WeightkinException.Undefined(Fault.NONE, "the elements are not packed");
      }
      long size = (info.elements() * TensorView.bits(info.dtype()) + 7) / 8;
      if (size > Integer.MAX_VALUE) {
        throw new WeightkinException.Unsupported(Fault.NONE, "more than a buffer can hold");
      }
      ByteBuffer there = data == null || size == 0 ? ByteBuffer.allocate(0) : data.getByteBuffer(0, size);
      return work.apply(there.asReadOnlyBuffer().order(ByteOrder.nativeOrder()));
    });
  }

  /** Writes all tensors as one safetensors file. Options may be null. */
  public WriteSummary writeSafetensors(Path path, WriteOptions options) {
    WriteOptions given = options == null ? new WriteOptions() : options;
    Watcher watcher = given.watcher();
    Raw raw = given.raw(watcher);
    return watcher.watching(() -> fetch(WriteSummary.SIZE, WriteSummary::read,
        (handle, out, size, error) -> Library.get().wkin_model_write_safetensors(
            handle, C.text(path.toString()), raw.memory, out, size, error)));
  }
}
