package weightkin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The binding against the library it finds. Its methods are the tests. */
public final class BindingTest {
  private static final String[] NAMES = {"layers.0.mlp.up_proj.weight", "layers.1.mlp.up_proj.weight"};

  private static void check(boolean good, Object what) {
    if (!good) {
      throw new AssertionError(what);
    }
  }

  /** What the work throws; an error when it throws nothing of the kind. */
  private static <T extends Throwable> T thrown(Class<T> kind, Callable<?> work) {
    try {
      work.call();
    } catch (Throwable any) {
      if (kind.isInstance(any)) {
        return kind.cast(any);
      }
      throw new AssertionError("not " + kind, any);
    }
    throw new AssertionError("nothing was thrown: " + kind);
  }

  private static Model held() {
    List<TensorView> views = new ArrayList<>();
    long state = 20;
    for (String name : NAMES) {
      ByteBuffer values = TensorView.allocate(96 * 64 * 4);
      for (int i = 0; i < 96 * 64; ++i) {
        state = state * 6364136223846793005L + 1442695040888963407L;
        values.putFloat(4 * i, ((int) (state >>> 42) - (1 << 21)) / 134217728.0f);
      }
      views.add(new TensorView(name, Dtype.F32, new long[] {96, 64}, values));
    }
    return Model.fromTensors(views, "held");
  }

  /** A safetensors file of one f32 tensor [2]. */
  private static ByteBuffer smallFile(String name) {
    byte[] header = ("{\"" + name + "\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}")
        .getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocateDirect(header.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putLong(header.length).put(header).putFloat(1).putFloat(2).flip();
  }

  public static void structsLieAsCLaysThem() throws IOException {
    TreeSet<String> expected = new TreeSet<>(Files.readAllLines(Path.of(System.getenv("WEIGHTKIN_LAYOUT"))));
    TreeSet<String> found = new TreeSet<>();
    for (Layout.Place each : Layout.places()) {
      String name = each.field().isEmpty() ? each.struct() : each.struct() + "." + each.field();
      found.add(name + " " + each.offset() + " " + each.size());
    }
    check(found.equals(expected), found);
  }

  public static void valuesAreReadWhereTheyLie() {
    ByteBuffer values = TensorView.allocate(8).putFloat(0, 1.5f).putFloat(4, -2);
    try (Model model = Model.fromTensors(List.of(new TensorView("w", Dtype.F32, new long[] {2}, values)), "held")) {
      values.putFloat(4, 7);
      float there = model.withMemory(0, buffer -> buffer.getFloat(4));
      check(there == 7, there);
      check(model.read(0, 1, 1, Dtype.F64).getDouble(0) == 7, "another value");
      check(model.read(0, 0, 2, Dtype.NONE).remaining() == 8, "another size");
      thrown(WeightkinException.BadArgument.class, () -> model.read(0, 0, 1L << 60, Dtype.F32));
      thrown(WeightkinException.BadArgument.class, () -> model.withMemory(1, buffer -> 0));
    }
  }

  public static void scansAndForests() {
    try (Model model = held(); Fingerprint print = Fingerprint.take(model, null)) {
      thrown(WeightkinException.Cancelled.class, () -> Scan.findAncestors(print, null, List.of(print), null,
          new ScanOptions().progress((stage, done, total) -> false)));
      List<Model> two = List.of(model, model);
      thrown(WeightkinException.BadArgument.class,
          () -> Scan.findAncestors(print, null, List.of(print), two, null));
      try (Scan scan = Scan.findAncestors(print, model, List.of(print), List.of(model), null)) {
        check(scan.overall().verdict() == Verdict.IDENTICAL, scan.overall());
        check(scan.json().startsWith("{") && !scan.text().isEmpty(), "no reports");
      }
      var known = new KnownDirection(0, 1, Direction.REFERENCE_FROM_SUBJECT, null, "dated");
      List<Model> some = java.util.Arrays.asList(model, null);
      try (Forest forest = Forest.grow(List.of(print, print), some,
          new ForestOptions().directions(List.of(known)))) {
        check(forest.svg().contains("<svg") && forest.json().startsWith("{"), "no reports");
        check(!forest.text().isEmpty() && !forest.limits().isEmpty(), "no reports");
      }
      thrown(WeightkinException.BadArgument.class, () -> Forest.grow(List.of(print), null, null));
      check(Scan.affinity(print, print).values() > 0.99, "not like itself");
    }
  }

  /** What is done with a folder that is empty before and gone after. */
  private interface InFolder {
    void run(Path folder) throws IOException;
  }

  private static void inFolder(InFolder test) throws IOException {
    Path folder = Files.createTempDirectory("weightkin");
    try {
      test.run(folder);
    } finally {
      try (var paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  public static void manifestsDifferWhereFilesDo() throws IOException {
    inFolder(BindingTest::manifestsDiffer);
  }

  private static void manifestsDiffer(Path folder) throws IOException {
    Files.writeString(folder.resolve("a"), "a");
    Files.writeString(folder.resolve("left out"), "x");
    ManifestOptions options = new ManifestOptions().ignored(List.of("left out"));
    try (Manifest before = Manifest.make(folder, options)) {
      check(before.files().size() == 1 && before.file(0).name().equals("a"), before.files());
      Files.writeString(folder.resolve("a"), "b");
      try (Manifest after = Manifest.make(folder, options);
          Manifest again = Manifest.fromJson(before.json(), "before")) {
        var differences = before.compare(after);
        check(differences.count() == 1 && differences.json().contains("\"a\""), differences);
        check(again.compare(before).count() == 0, "another manifest was read");
        var first = before.differences(after).get(0);
        check(first.name().equals("a") && first.state() == FileState.DIFFERS, first);
      }
    }
  }

  public static void anIndexKeepsRulings() throws IOException {
    inFolder(folder -> indexKeepsRulings(folder.resolve("index.sqlite").toString()));
  }

  private static void indexKeepsRulings(String address) {
    thrown(WeightkinException.Io.class, () -> Index.open(address, IndexAccess.READ, null));
    try (Model model = held(); Fingerprint print = Fingerprint.take(model, null);
        Index index = Index.open(address, IndexAccess.CREATE, new IndexOptions().busyMilliseconds(100))) {
      check(index.add(print).isNew() && !index.add(print).isNew(), "there twice");
      byte[] root = print.describe().root();
      check(index.addRuling(root, root, "{\"sure\": true}"), "not new");
      check(!index.addRuling(root, root, "{\"sure\": true}"), "there twice");
      for (IndexAnswer answer : List.of(index.rulings(root, 9), index.rulings(null, 9))) {
        check(answer.json().contains("\"sure\": true"), answer.json());
      }
      for (IndexAnswer answer : List.of(index.list(0, 9), index.findDigest(root, 9))) {
        check(answer.json().contains("held"), answer.json());
      }
      thrown(WeightkinException.BadArgument.class, () -> index.findDigest(new byte[31], 9));
      var added = index.addMany(List.of(print, print));
      check(added.size() == 2 && !added.get(0).isNew() && added.get(0).id() == added.get(1).id(), added);
      try (IndexAnswer listed = index.list(0, 9); IndexAnswer kept = index.rulings(null, 9);
          IndexAnswer found = index.query(print, null)) {
        var entry = listed.entries().get(0);
        check(entry.id() == added.get(0).id() && entry.name().equals("held"), entry);
        check(listed.text().contains("held") && listed.problems().isEmpty(), listed.text());
        thrown(WeightkinException.Undefined.class, () -> listed.scan());
        check(kept.rulings().get(0).document().equals("{\"sure\": true}"), kept.json());
        try (Scan scan = found.scan()) {
          check(scan.settings().log10Alpha() == -5 && scan.settings().nearestShare() == 0.25, scan.settings());
        }
      }
    }
  }

  public static void errorsSayWhatIsWrong() {
    var missing = thrown(WeightkinException.Io.class, () -> Model.open(Path.of("/no/such/file")));
    check(missing.getMessage().contains("/no/such/file") && missing.status() == Status.IO, missing);
    ByteBuffer cut = smallFile("w");
    cut.limit(cut.limit() - 3);
    var broken = thrown(WeightkinException.BadFormat.class, () -> Model.openMemory(cut, "cut", null));
    check(broken.fault() != Fault.NONE, broken);
    for (int size : new int[] {0, 1, 100}) {
      thrown(WeightkinException.class, () -> Model.openMemory(TensorView.allocate(size), "noise", null));
      thrown(WeightkinException.class, () -> Fingerprint.decode(new byte[size], "noise"));
      thrown(WeightkinException.class, () -> Builder.load(new byte[size]));
    }
    thrown(WeightkinException.BadArgument.class, () -> Fingerprint.decode(new byte[1], "zero\0inside"));
    thrown(WeightkinException.BadArgument.class,
        () -> Model.openMemory(ByteBuffer.allocate(4), "on the heap", null));
    try (Model model = held()) {
      thrown(WeightkinException.BadArgument.class, () -> model.tensor(-1));
    }
  }

  private static boolean refused(long[] shape, long[] strides) {
    TensorView view = new TensorView("w", Dtype.F32, shape, strides, TensorView.allocate(24).asFloatBuffer());
    try (Model model = Model.fromTensors(List.of(view), "held")) {
      return false;
    } catch (WeightkinException.BadArgument bad) {
      return true;
    }
  }

  public static void viewsThatReachBeyondTheirMemoryAreRefused() {
    long huge = Long.MAX_VALUE;
    check(!refused(new long[] {2, 3}, null) && !refused(new long[] {}, null), "good views");
    check(!refused(new long[] {0, 9}, null) && !refused(new long[] {3, 2}, new long[] {1, 3}), "good");
    check(refused(new long[] {7}, null) && refused(new long[] {huge, huge, huge}, null), "large");
    check(refused(new long[] {3, 2}, new long[] {2, 3}) && refused(new long[] {-1}, null), "far");
    check(refused(new long[] {2}, new long[] {-1}) && refused(new long[] {2}, new long[] {}), "strides");
    check(refused(new long[65], null), "axes");
  }

  /** Numbers that a view of a fresh ByteBuffer writes are big-endian. */
  public static void foreignByteOrderIsRefused() {
    ByteBuffer fresh = ByteBuffer.allocateDirect(8);
    ByteOrder foreign = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    for (var order : List.of(foreign, ByteOrder.nativeOrder())) {
      fresh.order(order);
      for (var view : List.of(fresh.asFloatBuffer(), fresh.asDoubleBuffer(), fresh.asShortBuffer(),
          fresh.asCharBuffer(), fresh.asIntBuffer(), fresh.asLongBuffer())) {
        List<TensorView> views = List.of(new TensorView("w", Dtype.U8, new long[] {8}, view));
        if (order == foreign) {
          thrown(WeightkinException.BadArgument.class, () -> Model.fromTensors(views, "m"));
        } else {
          Model.fromTensors(views, "m").close();
        }
      }
    }
    Model.fromTensors(List.of(new TensorView("w", Dtype.U8, new long[] {8}, fresh.order(foreign))), "m").close();
  }

  public static void aViewBeginsAtTheBuffersPosition() {
    ByteBuffer values = TensorView.allocate(16).putFloat(5).putFloat(6).putFloat(7).putFloat(8);
    var view = new TensorView("w", Dtype.F32, new long[] {2}, values.position(8).slice().order(ByteOrder.nativeOrder()).asFloatBuffer());
    var positioned = new TensorView("w", Dtype.F32, new long[] {2}, values.asReadOnlyBuffer());
    for (TensorView each : List.of(view, positioned)) {
      try (Fingerprint print = Fingerprint.take(List.of(each), null)) {
        check(print.tensor(0).minimum() == 7, print.tensor(0).minimum());
      }
    }
  }

  public static void closedHandlesAreHarmless() {
    Model model = held();
    Inventory contents = Inventory.take(model, null);
    model.close();
    model.close();
    thrown(IllegalStateException.class, () -> model.tensor(0));
    thrown(IllegalStateException.class, () -> Comparison.of(model, model));
    System.gc();
    check(!contents.text().isEmpty(), "an inventory keeps its model");
    contents.close();
    contents.close();
    thrown(IllegalStateException.class, contents::text);
  }

  public static void progressCancelsAndThrows() {
    try (Model model = held()) {
      thrown(WeightkinException.Cancelled.class,
          () -> Comparison.of(model, model, new CompareOptions().progress((s, d, t) -> false)));
      var mine = new UnsupportedOperationException("from the callback");
      var came = thrown(UnsupportedOperationException.class,
          () -> Comparison.of(model, model, new CompareOptions().progress((s, d, t) -> {
            throw mine;
          })));
      check(came == mine, came);
      AtomicInteger calls = new AtomicInteger();
      Progress counting = (stage, done, total) -> {
        check(!stage.isEmpty() && done <= total, stage);
        return calls.incrementAndGet() > 0;
      };
      Fingerprint.take(model, new FingerprintOptions().progress(counting)).close();
      check(calls.get() > 0, "no progress was told");
    }
  }

  public static void mixturesCanBeWatchedAndBounded() {
    try (Model model = held()) {
      List<Model> two = List.of(model, model);
      thrown(WeightkinException.Cancelled.class,
          () -> Merge.explain(model, two, null, new MergeOptions().progress((s, d, t) -> false)));
      var mine = new UnsupportedOperationException("from the callback");
      var came = thrown(UnsupportedOperationException.class,
          () -> Merge.explain(model, two, null, new MergeOptions().progress((s, d, t) -> {
            throw mine;
          })));
      check(came == mine, came);
      thrown(WeightkinException.BadArgument.class,
          () -> Merge.explain(model, two, null, new MergeOptions().searchSeconds(-1)));
      Merge.explain(model, two, null, new MergeOptions().searchSeconds(1).depth(SearchDepth.FULL)).close();
    }
  }

  /** Files in memory that count how often they were closed. */
  private record Held(ByteBuffer bytes, RuntimeException fails, AtomicInteger closed) implements Source {
    @Override
    public long size() {
      return bytes.limit();
    }

    @Override
    public void read(long offset, ByteBuffer into) {
      if (fails != null) {
        throw fails;
      }
      int count = Math.min(into.remaining(), bytes.limit() - (int) offset);
      into.put(bytes.slice((int) offset, count));
    }

    @Override
    public Source openBeside(String name) throws IOException {
      if (name.equals("throws.safetensors")) {
        throw new IOException(name);
      }
      return name.equals("1.safetensors") ? new Held(smallFile("a"), fails, closed) : null;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private static Held held(String text, RuntimeException fails, AtomicInteger closed) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Held(ByteBuffer.wrap(bytes), fails, closed);
  }

  public static void sourcesAreReadAndReleased() {
    AtomicInteger closed = new AtomicInteger();
    Model model = Model.openSource(new Held(smallFile("w"), null, closed), "one", null);
    check(model.tensor(0).name().equals("w") && closed.get() == 0, closed);
    model.close();
    check(closed.get() == 1, closed);
    String index = "{\"weight_map\":{\"a\":\"1.safetensors\"}}";
    Model sharded = Model.openSource(held(index, null, closed), "index.json", null);
    Inventory contents = Inventory.take(sharded, null);
    sharded.close();
    check(contents.json().contains("\"a\"") && closed.get() < 3, closed);
    contents.close();
    check(closed.get() == 3, closed);
    thrown(WeightkinException.Io.class, () -> Model.openSource(
        held("{}", new IllegalStateException("medium"), closed), "index.json", null));
    thrown(WeightkinException.Cancelled.class, () -> Model.openSource(
        held("{}", new CancellationException(), closed), "index.json", null));
    thrown(WeightkinException.Io.class, () -> Model.openSource(
        held(index.replace("1", "throws"), null, closed), "index.json", null));
  }

  public static void aSourceHasASize() {
    thrown(WeightkinException.BadArgument.class, () -> Model.openSource(new Source() {
      @Override
      public long size() {
        return -1;
      }

      @Override
      public void read(long offset, ByteBuffer into) {}
    }, "x", null));
  }

  public static void optionsArrive() {
    CompareOptions options = new CompareOptions().seed(9).maxUnits(100).effectFloor(0.03);
    try (Model model = held(); Comparison comparison = Comparison.of(model, model, options)) {
      RulingSettings used = comparison.settings();
      check(used.seed() == 9 && used.maxUnits() == 100 && used.effectFloor() == 0.03, used);
    }
  }

  public static void eightThreadsShareHandles() throws Exception {
    try (Model model = held(); Inventory contents = Inventory.take(model, null)) {
      Comparison alone = Comparison.of(model, model);
      String json = alone.json();
      String text = contents.text();
      ExecutorService crew = Executors.newFixedThreadPool(8);
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int number = 0; number < 8; ++number) {
        CompareOptions options = new CompareOptions().threads(1 + number % 3);
        answers.add(crew.submit(() -> {
          try (Comparison mine = Comparison.of(model, model, options)) {
            return mine.json().equals(json) && alone.json().equals(json) && contents.text().equals(text);
          }
        }));
      }
      for (Future<Boolean> answer : answers) {
        check(answer.get(), "another answer in a thread");
      }
      for (int number = 0; number < 8; ++number) {
        crew.submit(alone::close);
      }
      crew.shutdown();
    }
  }

  public static void forgottenHandlesAreClosed() throws InterruptedException {
    AtomicInteger closed = new AtomicInteger();
    Model.openSource(new Held(smallFile("w"), null, closed), "one", null);
    for (int i = 0; i < 200 && closed.get() == 0; ++i) {
      System.gc();
      Thread.sleep(10);
    }
    check(closed.get() == 1, "a model that nobody has is still open");
  }

  /** Run instead of the others with a library of another version. */
  private static void anotherVersionIsRefused() {
    var refused = thrown(LibraryException.class, () -> Model.open(Path.of("any.safetensors")));
    System.out.println(refused.getMessage());
    check(refused.getMessage().contains("version"), refused);
    thrown(LibraryException.class, () -> Fingerprint.decode(new byte[1], "any"));
    thrown(LibraryException.class, Library::version);
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("other-version")) {
      anotherVersionIsRefused();
      return;
    }
    int count = 0;
    for (var method : BindingTest.class.getDeclaredMethods()) {
      if (java.lang.reflect.Modifier.isPublic(method.getModifiers()) && !method.getName().equals("main")) {
        System.out.println(method.getName());
        method.invoke(null);
        ++count;
      }
    }
    System.out.println(count + " tests passed, JNA " + com.sun.jna.Native.VERSION);
  }
}
