import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import weightkin.Builder;
import weightkin.Comparison;
import weightkin.CompareOptions;
import weightkin.Dtype;
import weightkin.Fault;
import weightkin.Fingerprint;
import weightkin.FingerprintOptions;
import weightkin.Library;
import weightkin.Merge;
import weightkin.Model;
import weightkin.PrintLevel;
import weightkin.PrintPart;
import weightkin.Status;
import weightkin.TensorView;
import weightkin.WeightkinException;
import weightkin.WriteOptions;

/**
 * The tour that every binding takes (docs/new-binding.md).
 *
 * <p>Tour STORY_FOLDER SCRATCH_FOLDER OUTPUT.json
 */
public final class Tour {
  static final String[] NAMES = {"layers.0.mlp.up_proj.weight", "layers.1.mlp.up_proj.weight",
      "layers.2.mlp.up_proj.weight"};
  static final int ROWS = 96;
  static final int COLUMNS = 64;
  static final long[] SHAPE = {ROWS, COLUMNS};

  private final TourReader seen = new TourReader();
  private final ByteBuffer[] first = buffers();
  private final ByteBuffer[] second = buffers();
  private final ByteBuffer[] mean = buffers();
  private long state = 20;

  private static ByteBuffer[] buffers() {
    ByteBuffer[] made = new ByteBuffer[NAMES.length];
    for (int layer = 0; layer < made.length; ++layer) {
      made[layer] = TensorView.allocate(ROWS * COLUMNS * 4);
    }
    return made;
  }

  private int draw() {
    state = state * 6364136223846793005L + 1442695040888963407L;
    return (int) (state >>> 42) - (1 << 21);
  }

  private void makeWeights() {
    float unit = 1.0f / 134217728;
    for (int layer = 0; layer < NAMES.length; ++layer) {
      for (int i = 0; i < ROWS * COLUMNS; ++i) {
        int a = draw();
        int b = a + draw() / 8;
        first[layer].putFloat(4 * i, a * unit);
        second[layer].putFloat(4 * i, b * unit);
        mean[layer].putFloat(4 * i, (a + b) * (unit / 2));
      }
    }
  }

  private static List<TensorView> views(ByteBuffer[] values) {
    List<TensorView> made = new ArrayList<>();
    for (int layer = 0; layer < NAMES.length; ++layer) {
      made.add(new TensorView(NAMES[layer], Dtype.F32, SHAPE, values[layer]));
    }
    return made;
  }

  private static FingerprintOptions named(String name) {
    return new FingerprintOptions().name(name);
  }

  private void story(Path folder) {
    try (Model suspect = Model.open(folder.resolve("suspect.safetensors"));
        Model donor = Model.open(folder.resolve("donor.safetensors"));
        Fingerprint suspects = Fingerprint.take(suspect, named("suspect"));
        Fingerprint donors = Fingerprint.take(donor, named("donor"))) {
      seen.model("suspect", suspect);
      seen.model("donor", donor);
      seen.inventory("suspect_inventory", suspect);
      seen.inventory("donor_inventory", donor);
      seen.comparison("compare", Comparison.of(suspect, donor));
      seen.fingerprint("suspect_print", suspects);
      seen.fingerprint("donor_print", donors);
      seen.comparison("compare_prints", Comparison.of(suspects, donors, null));
    }
  }

  private Fingerprint strided() {
    ByteBuffer turned = TensorView.allocate(ROWS * COLUMNS * 4);
    for (int row = 0; row < ROWS; ++row) {
      for (int column = 0; column < COLUMNS; ++column) {
        turned.putFloat(4 * (column * ROWS + row), first[1].getFloat(4 * (row * COLUMNS + column)));
      }
    }
    List<TensorView> tensors = views(first);
    tensors.set(1, new TensorView(NAMES[1], Dtype.F32, SHAPE, new long[] {1, ROWS}, turned));
    return Fingerprint.take(tensors, named("strided"));
  }

  private Fingerprint sharded() {
    List<Builder.Declaration> declared = new ArrayList<>();
    for (String name : NAMES) {
      declared.add(new Builder.Declaration(name, SHAPE, Dtype.F32));
    }
    int cut = 40 * COLUMNS;
    try (Builder one = Builder.begin(declared); Builder two = Builder.begin(declared)) {
      for (int tensor = 0; tensor < NAMES.length; ++tensor) {
        one.add(tensor, 0, cut, first[tensor].slice(0, 4 * cut));
        two.addBox(tensor, new long[] {40, 0}, new long[] {ROWS - 40, COLUMNS},
            first[tensor].slice(4 * cut, 4 * (ROWS * COLUMNS - cut)));
      }
      try (Builder sent = Builder.load(two.save())) {
        one.merge(sent);
      }
      return one.finish();
    }
  }

  private void prints(Model one, Model two, Path scratch) {
    try (Fingerprint a = Fingerprint.take(one, null); Fingerprint b = Fingerprint.take(two, null)) {
      seen.fingerprint("memory_print", a);
      seen.fingerprint("strided_print", strided());
      seen.fingerprint("sharded_print", sharded());
      Path path = scratch.resolve("tour.wkf");
      a.write(path);
      seen.fingerprint("reread_print", Fingerprint.open(path));
      seen.fingerprint("small_print", a.reduce(PrintLevel.SMALL, Set.of(PrintPart.NAMES)));
      seen.similarity("estimate", b.estimateSimilarity(0, a, 0));
    }
  }

  private void written(Model model, Path scratch) {
    Path path = scratch.resolve("tour.safetensors");
    var summary = model.writeSafetensors(path, new WriteOptions().floats(Dtype.BF16));
    seen.say("written", "tensors", summary.tensors());
    seen.say("written", "bytes", summary.bytes());
    seen.say("written", "overflowed", summary.overflowed());
    try (Model again = Model.open(path)) {
      seen.comparison("compare_written", Comparison.of(again, model));
    }
  }

  private void memory(Path scratch) {
    try (Model one = Model.fromTensors(views(first), "first");
        Model two = Model.fromTensors(views(second), "second");
        Model both = Model.fromTensors(views(mean), "mean")) {
      seen.comparison("compare_memory", Comparison.of(two, one));
      prints(one, two, scratch);
      written(one, scratch);
      seen.mixture("mixture", Merge.explain(both, List.of(one, two), null, null));
    }
  }

  private void many(Path folder, Path scratch) throws java.io.IOException {
    TourMany tour = new TourMany(seen);
    try (Model one = Model.fromTensors(views(first), "first");
        Model two = Model.fromTensors(views(second), "second");
        Model both = Model.fromTensors(views(mean), "mean");
        Fingerprint a = Fingerprint.take(one, null);
        Fingerprint b = Fingerprint.take(two, null);
        Fingerprint c = Fingerprint.take(both, null)) {
      tour.scanned(b, List.of(a, c));
      tour.grown(List.of(a, b, c));
      tour.hashed(one);
      tour.listed(folder);
      tour.summed(first);
      tour.indexed(a, b, scratch);
      int half = ROWS * COLUMNS / 2;
      seen.fold("read", "values_folded", one.read(1, half, half, Dtype.F64).array());
    }
  }

  private void failed(String what, Runnable call) {
    Status status = Status.OK;
    Fault fault = Fault.NONE;
    try {
      call.run();
    } catch (WeightkinException failure) {
      status = failure.status();
      fault = failure.fault();
    }
    seen.say("error." + what, "status", status);
    seen.say("error." + what, "fault", fault);
  }

  private void errors() {
    byte[] hello = "hello, world".getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = TensorView.allocate(hello.length).put(0, hello);
    List<TensorView> twice = views(first);
    twice.set(1, new TensorView(NAMES[0], Dtype.F32, SHAPE, first[1]));
    failed("missing_file", () -> Model.open(Path.of("/no/such/file.safetensors")));
    failed("not_a_model", () -> Model.openMemory(bytes, "hello", null));
    failed("not_a_fingerprint", () -> Fingerprint.decode(hello, "hello"));
    failed("missing_fingerprint", () -> Fingerprint.open(Path.of("/no/such/file.wkf")));
    failed("name_twice", () -> Model.fromTensors(twice, "twice"));
    try (Model model = Model.fromTensors(views(first), "first");
        Fingerprint print = Fingerprint.take(model, null);
        Fingerprint seeded = Fingerprint.take(model, new FingerprintOptions().seed(7));
        Comparison same = Comparison.of(model, model);
        Builder empty = Builder.begin(List.of(new Builder.Declaration(NAMES[0], SHAPE, Dtype.F32)))) {
      failed("no_such_tensor", () -> model.tensor(NAMES.length));
      failed("two_seeds", () -> Comparison.of(print, seeded, null));
      failed("bad_map", () -> Comparison.of(model, model, new CompareOptions().componentMap("{")));
      failed("cancelled", () -> Comparison.of(model, model,
          new CompareOptions().progress((stage, done, total) -> false)));
      failed("no_arrangement", () -> same.arrangement(0));
      failed("not_complete", empty::finish);
    }
  }

  public static void main(String[] arguments) throws java.io.IOException {
    Tour tour = new Tour();
    tour.seen.say("version", "abi", Library.abiVersion());
    for (Status status : Status.values()) {
      if (status != Status.UNKNOWN_TO_THIS_VERSION) {
        tour.seen.say("status", Integer.toString(status.number()), status);
      }
    }
    tour.makeWeights();
    tour.story(Path.of(arguments[0]));
    tour.memory(Path.of(arguments[1]));
    tour.many(Path.of(arguments[0]), Path.of(arguments[1]));
    tour.errors();
    Files.writeString(Path.of(arguments[2]), tour.seen.finish());
  }
}
