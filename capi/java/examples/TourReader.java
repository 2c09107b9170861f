import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import weightkin.Comparison;
import weightkin.Evidence;
import weightkin.Fingerprint;
import weightkin.FingerprintInfo;
import weightkin.Inventory;
import weightkin.Merge;
import weightkin.Model;
import weightkin.PrintSimilarity;
import weightkin.Side;
import weightkin.WeightkinException;

/** Reads what the tour passes and writes it down (docs/new-binding.md). */
final class TourReader {
  private final StringBuilder text = new StringBuilder("{");

  void say(String at, String what, Object value) {
    String escaped = value.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    text.append(text.length() > 1 ? "," : "").append("\n  \"").append(at).append('.').append(what)
        .append("\": \"").append(escaped).append('"');
  }

  String finish() {
    return text + "\n}\n";
  }

  private static long bits(double value) {
    return Double.doubleToLongBits(value);
  }

  void fold(String at, String what, byte[] bytes) {
    folded(at, what, new Fold().bytes(bytes).sum);
  }

  void folded(String at, String what, long value) {
    say(at, what, HexFormat.of().toHexDigits(value));
  }

  void real(String at, String what, double value) {
    folded(at, what, bits(value));
  }

  private static final class Fold {
    private long sum = 0xcbf29ce484222325L;

    Fold bytes(byte[] bytes) {
      for (byte each : bytes) {
        sum = (sum ^ (each & 0xff)) * 1099511628211L;
      }
      return this;
    }

    void number(long value) {
      for (int i = 0; i < 8; ++i) {
        bytes(new byte[] {(byte) (value >>> (8 * i))});
      }
    }
  }

  /** The components of a record by C's names of the fields. */
  private static Map<String, Object> fields(Record value) {
    Map<String, Object> found = new TreeMap<>();
    for (RecordComponent each : value.getClass().getRecordComponents()) {
      String name = each.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
      try {
        found.put(name, each.getAccessor().invoke(value));
      } catch (ReflectiveOperationException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    return found;
  }

  /** Writes fields under their own names, each as its type is written. */
  void fields(String at, Record value, String... names) {
    Map<String, Object> known = fields(value);
    for (String name : names) {
      Object it = known.get(name);
      if (it instanceof Double number) {
        real(at, name, number);
      } else if (it instanceof Float number) {
        real(at, name, number);
      } else if (it instanceof Boolean flag) {
        say(at, name, flag ? 1 : 0);
      } else if (it instanceof byte[] digest) {
        say(at, name, HexFormat.of().formatHex(digest));
      } else if (it instanceof long[] shape) {
        say(at, name, Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining("x")));
      } else if (name.startsWith("checksum")) {
        folded(at, name, (Long) it);
      } else {
        say(at, name, it);
      }
    }
  }

  private void evidence(String at, Evidence it) {
    fields(at, it, "effect", "z", "effective_size", "log10_p", "skewness", "excess_kurtosis", "units",
        "draws");
    say(at, "null", it.nullKind());
  }

  private void operation(String at, Comparison comparison, int component, int index) {
    var it = comparison.operation(component, index);
    fields(at, it, "kind", "log10_likelihood_margin", "tensors", "numbers");
    List<String> tensors = comparison.operationTensors(component, index);
    if (it.tensors() > 0) {
      say(at, "first_tensor", tensors.get(0));
    }
    for (var number : comparison.operationNumbers(component, index)) {
      fields(at + "." + number.name(), number, "value", "error");
    }
  }

  private void spectrum(String at, Comparison comparison, int component) {
    try {
      var it = comparison.spectrum(component);
      fields(at + ".spectrum", it, "tensor", "operation", "values", "rows", "columns", "all_rows",
          "all_columns", "above_edge", "relative_size", "gaussian_edge", "share_above_edge");
      folds(at + ".spectrum", "shares", it.shares());
      folds(at + ".spectrum", "gaussian_shares", it.gaussianShares());
    } catch (WeightkinException.Undefined none) {
      say(at, "spectrum", "null");
    }
  }

  private void folds(String at, String what, double[] numbers) {
    Fold fold = new Fold();
    for (double each : numbers) {
      fold.number(bits(each));
    }
    folded(at, what, fold.sum);
  }

  private void asked(String at, Comparison comparison) {
    try {
      fields(at + ".asked", comparison.asked(), "depth", "seconds", "component_map");
    } catch (WeightkinException.Undefined none) {
      say(at, "asked", "null");
    }
  }

  private void opened(String at, Comparison comparison, Side side, String name) {
    try {
      fields(at + ".opened." + name, comparison.opened(side), "as_stored", "lenient_pickle");
    } catch (WeightkinException.Undefined none) {
      say(at + ".opened", name, "null");
    }
  }

  private void ruling(String at, Comparison comparison, int index) {
    var it = comparison.component(index);
    fields(at, it, "id", "reference_id", "kind", "verdict", "change", "strongest_group", "direction",
        "parameters", "parameters_compared", "parameters_descriptive", "parameters_excluded",
        "parameters_unmatched", "parameters_bit_equal", "tensors_compared", "tensors_excluded",
        "tensors_unmatched", "groups", "searched_groups", "explanations", "operations", "arranged",
        "share", "cosine", "cosine_if_unrelated", "pearson", "relative_l2",
        "relative_l2_if_unrelated", "bit_equal_share", "bit_equal_chance", "common_variance",
        "log10_p", "log10_p_holm", "minimum_detectable");
    evidence(at + ".evidence", it.evidence());
    evidence(at + ".strongest", it.strongest());
    evidence(at + ".searched", it.searched());
    for (int number = 0; number < it.operations(); ++number) {
      operation(at + ".operation." + number, comparison, index, number);
    }
    spectrum(at, comparison, index);
  }

  private void pair(String at, Comparison comparison, int index) {
    var it = comparison.tensor(index);
    fields(at, it, "subject_name", "reference_name", "group", "shape", "component", "match",
        "subject_dtype", "reference_dtype", "role", "use", "exclusion", "fit", "layer", "elements",
        "bit_equal", "sign_equal", "sum_aa", "sum_ab", "max_abs_diff", "cosine", "scale");
    evidence(at + ".permutation", it.permutation());
  }

  void comparison(String at, Comparison it) {
    try (it) {
      var overall = it.overall();
      fields(at, overall, "verdict", "sentence", "subject_parameters", "reference_parameters",
          "parameters_found", "components", "tensors", "unmatched", "limits", "searched");
      asked(at, it);
      opened(at, it, Side.SUBJECT, "subject");
      opened(at, it, Side.REFERENCE, "reference");
      for (int index = 0; index < overall.components(); ++index) {
        ruling(at + ".component." + index, it, index);
      }
      if (overall.tensors() > 0) {
        pair(at + ".tensor.0", it, 0);
        pair(at + ".tensor." + (overall.tensors() - 1), it, overall.tensors() - 1);
        folds(at + ".all_tensors", it);
      }
      for (int index = 0; index < Math.min(overall.unmatched(), 2); ++index) {
        var alone = it.unmatched(index);
        say(at + ".unmatched." + index, "name", alone.name());
        say(at + ".unmatched." + index, "side", alone.side() == Side.SUBJECT ? "subject" : "reference");
      }
    }
  }

  private void folds(String at, Comparison it) {
    Fold equal = new Fold();
    Fold product = new Fold();
    Fold z = new Fold();
    for (var tensor : it.tensors()) {
      equal.number(tensor.bitEqual());
      product.number(bits(tensor.sumAb()));
      z.number(bits(tensor.permutation().z()));
    }
    folded(at, "bit_equal", equal.sum);
    folded(at, "sum_ab", product.sum);
    folded(at, "permutation_z", z.sum);
  }

  private void tensorPrint(String at, Fingerprint print, int index) {
    var it = print.tensor(index);
    fields(at, it, "name", "slot", "dtype", "shape", "elements", "negative", "checksum",
        "checksum_bf16", "minimum", "mean", "mean_square", "layer", "buckets", "units", "landmarks");
    say(at, "magnitude", it.magnitudes()[8] & 0xffff);
    if (it.valueDigest().length > 0) {
      fields(at, it, "value_digest");
    }
    if (it.sketchCodes().length > 0) {
      say(at, "sketch_code", it.sketchCodes()[it.buckets() - 1]);
      fields(at, it, "sketch_scale");
    }
    if (it.landmarks() > 0) {
      var landmark = print.landmark(index, 0);
      say(at, "landmark_row", landmark.row());
      real(at, "landmark_norm", landmark.norm());
      say(at, "landmark_code", landmark.codes()[15]);
    }
  }

  void fingerprint(String at, Fingerprint print) {
    FingerprintInfo info = print.describe();
    fields(at, info, "checksum", "parameters", "tensors", "components", "has_roots");
    say(at, "seed", Long.toUnsignedString(info.seed()));
    if (info.hasRoots()) {
      fields(at, info, "root", "nameless");
    }
    for (int index = 0; index < info.components(); ++index) {
      var it = print.component(index);
      String inner = at + ".component." + index;
      fields(inner, it, "id", "kind", "tensors", "parameters", "layers");
      if (it.hasRoots()) {
        fields(inner, it, "root");
      }
    }
    tensorPrint(at + ".tensor.0", print, 0);
    tensorPrint(at + ".tensor." + (info.tensors() - 1), print, info.tensors() - 1);
    byte[] bytes = print.encode();
    say(at, "bytes", bytes.length);
    folded(at, "bytes_folded", new Fold().bytes(bytes).sum);
  }

  void model(String at, Model model) {
    say(at, "format", model.format());
    say(at, "tensors", model.tensorCount());
    Fold names = new Fold();
    for (int index = 0; index < model.tensorCount(); ++index) {
      var it = model.tensor(index);
      names.bytes(it.name().getBytes(StandardCharsets.UTF_8));
      if (index == 0 || index == model.tensorCount() - 1) {
        fields(at + ".tensor." + index, it, "name", "dtype", "shape", "elements");
      }
    }
    folded(at, "names_folded", names.sum);
  }

  void inventory(String at, Model model) {
    try (Inventory contents = Inventory.take(model, null)) {
      say(at, "components", contents.componentCount());
      for (int index = 0; index < contents.componentCount(); ++index) {
        fields(at + ".component." + index, contents.component(index), "id", "prefix", "kind",
            "tensors", "parameters", "layers");
      }
      for (int index : new int[] {0, model.tensorCount() - 1}) {
        fields(at + ".entry." + index, contents.tensor(index), "slot", "component", "role", "use",
            "exclusion", "layer");
      }
    }
  }

  void similarity(String at, PrintSimilarity near) {
    fields(at, near, "pearson", "pearson_error", "cosine", "cosine_error", "relative_l2",
        "relative_l2_error");
  }

  void mixture(String at, Merge merge) {
    try (merge) {
      say(at, "sentence", merge.sentence());
      say(at, "components", merge.componentCount());
      fields(at, merge.component(0), "method", "contributors", "layers", "unexplained", "weight_sum");
      int index = 0;
      for (var share : merge.shares(0)) {
        fields(at + ".share." + index++, share, "weight", "error", "log10_margin");
      }
    }
  }
}
