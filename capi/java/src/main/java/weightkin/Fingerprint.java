package weightkin;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Digests, sketches and signatures of a model. Immutable; needs no model. */
public final class Fingerprint extends Owned {
  Fingerprint(Pointer pointer) {
    super(pointer, Library.get()::wkin_fingerprint_close, null);
  }

  private interface Start {
    int with(Pointer options, Pointer out, Pointer error);
  }

  private static Fingerprint run(FingerprintOptions options, Start start) {
    FingerprintOptions given = options == null ? new FingerprintOptions() : options;
    Watcher watcher = given.watcher();
    Raw raw = given.raw(watcher);
    return watcher.watching(() -> {
      Pointer made = C.make((out, error) -> start.with(raw.memory, out, error));
      java.lang.ref.Reference.reachabilityFence(raw);
      return new Fingerprint(made);
    });
  }

  /** Reads every tensor of the model once. Options may be null. */
  public static Fingerprint take(Model model, FingerprintOptions options) {
    return model.call(handle -> run(options, (raw, out, error) ->
        Library.get().wkin_fingerprint_take(handle, raw, out, error)));
  }

  /** The same of tensors in direct buffers. */
  public static Fingerprint take(List<TensorView> tensors, FingerprintOptions options) {
    List<Object> parts = new ArrayList<>();
    Scratch views = TensorView.lend(tensors, parts);
    Fingerprint taken = run(options, (raw, out, error) -> Library.get().wkin_fingerprint_take_tensors(
        views, tensors.size(), Layout.TENSOR_VIEW_SIZE, raw, out, error));
    java.lang.ref.Reference.reachabilityFence(parts);
    return taken;
  }

  private static Scratch copied(byte[] bytes) {
    Scratch memory = new Scratch(bytes.length);
    memory.write(0, bytes, 0, bytes.length);
    return memory;
  }

  /** Whether bytes begin like a fingerprint file; 16 are enough. */
  public static boolean isFingerprint(byte[] bytes) {
    return Library.get().wkin_is_fingerprint(copied(bytes), bytes.length) != 0;
  }

  public static Fingerprint open(Path path) {
    return new Fingerprint(C.make((out, error) ->
        Library.get().wkin_fingerprint_open(C.text(path.toString()), out, error)));
  }

  /** Reads the bytes of a fingerprint file; the label names them in messages. */
  public static Fingerprint decode(byte[] bytes, String label) {
    Scratch memory = copied(bytes);
    return new Fingerprint(C.make((out, error) ->
        Library.get().wkin_fingerprint_decode(memory, bytes.length, C.text(label), out, error)));
  }

  /** Reads what {@link #json} wrote. */
  public static Fingerprint fromJson(String json, String label) {
    long length = json.getBytes(StandardCharsets.UTF_8).length;
    return new Fingerprint(C.make((out, error) -> Library.get().wkin_fingerprint_from_json(
        C.text(json), length, C.text(label), out, error)));
  }

  /** Writes the file; the path holds its old content until all is written. */
  public void write(Path path) {
    call(handle -> {
      C.check(error -> Library.get().wkin_fingerprint_write(handle, C.text(path.toString()), error));
      return null;
    });
  }

  /** The bytes of the file. */
  public byte[] encode() {
    return call(handle -> C.bytes((buffer, capacity, needed, error) ->
        Library.get().wkin_fingerprint_encode(handle, buffer, capacity, needed, error)));
  }

  /** A fingerprint of the same model at a level, without some parts. */
  public Fingerprint reduce(PrintLevel level, Set<PrintPart> leftOut) {
    int bits = leftOut.stream().mapToInt(PrintPart::number).sum();
    return call(handle -> new Fingerprint(C.make((out, error) ->
        Library.get().wkin_fingerprint_reduce(handle, level.number(), bits, out, error))));
  }

  /** Of a tensor of this and a tensor of another fingerprint, which must have the same seed. */
  public PrintSimilarity estimateSimilarity(int tensor, Fingerprint other, int otherTensor) {
    return other.call(second -> fetch(PrintSimilarity.SIZE, PrintSimilarity::read,
        (handle, out, size, error) -> Library.get().wkin_estimate_similarity(
            handle, tensor, second, otherTensor, out, size, error)));
  }

  /** What describes it as a whole. */
  public FingerprintInfo describe() {
    return fetch(FingerprintInfo.SIZE, FingerprintInfo::read,
        (handle, out, size, error) -> Library.get().wkin_fingerprint_describe(handle, out, size, error));
  }

  /** One part of the model. */
  public ComponentPrint component(int index) {
    return fetch(ComponentPrint.SIZE, ComponentPrint::read,
        (handle, out, size, error) -> Library.get().wkin_fingerprint_component(handle, index, out, size, error));
  }

  /** All parts. */
  public List<ComponentPrint> components() {
    return C.list(describe().components(), index -> component(index));
  }

  /** What is left of one tensor. */
  public TensorPrint tensor(int index) {
    return fetch(TensorPrint.SIZE, TensorPrint::read,
        (handle, out, size, error) -> Library.get().wkin_fingerprint_tensor(handle, index, out, size, error));
  }

  /** What is left of all tensors. */
  public List<TensorPrint> tensors() {
    return C.list(describe().tensors(), index -> tensor(index));
  }

  /** One of the heaviest rows of a matrix. */
  public RowLandmark landmark(int tensor, int index) {
    return fetch(RowLandmark.SIZE, RowLandmark::read,
        (handle, out, size, error) -> Library.get().wkin_fingerprint_landmark(handle, tensor, index, out, size, error));
  }

  /** The heaviest rows of a matrix. */
  public List<RowLandmark> landmarks(int tensor) {
    return C.list(tensor(tensor).landmarks(), index -> landmark(tensor, index));
  }

  /** The same content as the file's (docs/schemas/fingerprint-1.json). */
  public String json() {
    return call(handle -> C.text((buffer, capacity, needed, error) ->
        Library.get().wkin_fingerprint_json(handle, buffer, capacity, needed, error)));
  }
}
