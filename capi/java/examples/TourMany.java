import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weightkin.Builder;
import weightkin.Checksum;
import weightkin.ComponentSummary;
import weightkin.Dtype;
import weightkin.Fingerprint;
import weightkin.Forest;
import weightkin.Hashes;
import weightkin.Index;
import weightkin.IndexAccess;
import weightkin.Manifest;
import weightkin.Model;
import weightkin.Scan;

/** Several models together: scanned, arranged, hashed, summed, kept in an index. */
final class TourMany {
  private final TourReader seen;

  TourMany(TourReader seen) {
    this.seen = seen;
  }

  private void summary(String at, ComponentSummary it) {
    seen.fields(at, it, "id", "verdict", "pearson", "common_variance", "log10_p");
  }

  void scanned(Fingerprint subject, List<Fingerprint> references) {
    try (Scan scan = Scan.findAncestors(subject, null, references, null, null)) {
      seen.fields("scan", scan.overall(), "sentence", "verdict", "origins", "candidates", "compared", "tests");
      seen.say("scan", "limits", scan.limits().size());
      for (int index = 0; index < references.size(); ++index) {
        String at = "scan.candidate." + index;
        seen.fields(at, scan.candidate(index), "name", "reference", "compared", "verdict");
        seen.fields(at, scan.affinity(index), "sketches", "landmarks", "gram");
        int number = 0;
        for (ComponentSummary ruling : scan.components(index)) {
          summary(at + ".component." + number++, ruling);
        }
      }
      var origin = scan.origins().get(0);
      seen.fields("scan.origin.0", origin, "id", "separations", "share");
      seen.say("scan.origin.0", "found", origin.found().length);
      seen.say("scan.origin.0", "nearest", origin.nearest()[0]);
      int index = 0;
      for (var apart : scan.separations(0)) {
        seen.fields("scan.separation." + index++, apart, "nearer", "separable", "share");
      }
    }
  }

  private void family(Forest forest) {
    var family = forest.families().get(0);
    seen.fields("forest.family.0", family, "nodes", "edges", "merges", "unplaced", "misfit");
    seen.say("forest.family.0", "root", family.root() == Forest.NO_INDEX ? "null" : "known");
    for (int index = 0; index < family.nodes(); ++index) {
      String at = "forest.node." + index;
      var node = forest.node(0, index);
      seen.fields(at, node, "members");
      seen.say(at, "may_be", node.mayBe().length);
      for (var member : forest.members(0, index)) {
        seen.fields(at, member, "model", "component");
      }
    }
    int number = 0;
    for (var edge : forest.edges(0)) {
      seen.fields("forest.edge." + number++, edge, "first", "second", "directed", "length", "length_error");
    }
  }

  void grown(List<Fingerprint> prints) {
    try (Forest forest = Forest.grow(prints, null, null)) {
      var overall = forest.overall();
      seen.fields("forest", overall, "models", "pairs", "families");
      seen.say("forest", "singles", overall.singles().length);
      family(forest);
      int index = 0;
      for (var merge : forest.merges(0)) {
        String at = "forest.merge." + index;
        seen.fields(at, merge, "sentence", "child", "proven", "residual");
        int number = 0;
        for (var parent : forest.parents(0, index++)) {
          seen.fields(at + ".parent." + number++, parent, "node", "weight");
        }
      }
      seen.fields("forest.pair.0", forest.pairs().get(0), "subject", "reference");
      summary("forest.pair.0.component.0", forest.pairComponents(0).get(0));
      seen.fold("forest", "newick_folded", forest.newick().getBytes(StandardCharsets.UTF_8));
    }
  }

  void hashed(Model model) {
    try (Hashes hashes = Hashes.take(model, null)) {
      seen.fields("hash", hashes.roots(), "root", "nameless", "tensors", "components");
      seen.fields("hash.tensor.0", hashes.tensors().get(0), "name", "shape", "stored", "value");
      seen.fields("hash.component.0", hashes.components().get(0), "id", "root");
    }
  }

  void listed(Path folder) {
    try (Manifest manifest = Manifest.make(folder.resolve("donor.safetensors"), null)) {
      seen.fields("manifest", manifest.info(), "model", "files", "subject");
      seen.fields("manifest.file.0", manifest.files().get(0), "name", "content");
      seen.say("manifest", "differences", manifest.compare(manifest).count());
    }
  }

  void summed(ByteBuffer[] values) {
    List<Builder.Declaration> declared = new ArrayList<>();
    for (String name : Tour.NAMES) {
      declared.add(new Builder.Declaration(name, Tour.SHAPE, Dtype.F32));
    }
    try (Checksum sum = Checksum.begin(declared, 3); Checksum other = Checksum.begin(declared, 3)) {
      for (int tensor = 0; tensor < values.length; ++tensor) {
        (tensor == 0 ? other : sum).add(tensor, 0, Tour.ROWS * Tour.COLUMNS, values[tensor]);
      }
      seen.say("checksum", "half_complete", sum.sum().complete() ? 1 : 0);
      sum.merge(other);
      seen.folded("checksum", "value", sum.sum().value());
      seen.say("checksum", "complete", sum.sum().complete() ? 1 : 0);
      seen.folded("checksum", "last_tensor", sum.tensors()[values.length - 1]);
    }
  }

  void indexed(Fingerprint first, Fingerprint second, Path scratch) throws IOException {
    Path path = scratch.resolve("tour.sqlite");
    Files.deleteIfExists(path);
    try (Index index = Index.open(path.toString(), IndexAccess.CREATE, null)) {
      index.add(first);
      index.add(second);
      var addition = index.add(first);
      seen.say("index", "id", addition.id());
      seen.say("index", "added_again", addition.isNew() ? 1 : 0);
      seen.fields("index", index.info(), "models", "components");
      try (var answer = index.query(first, null)) {
        seen.fields("index.query", answer.info(), "models", "exact", "candidates", "overall");
        seen.fields("index.exact.0", answer.exact().get(0), "name", "tensors_equal", "same_root");
        seen.fields("index.candidate.1", answer.candidates().get(1), "name", "verdict", "score");
      }
      seen.fields("index.loaded", index.load(addition.id()).describe(), "checksum");
      seen.fields("index", index.verify().info(), "problems");
      seen.say("index", "removed", index.remove(addition.id()) ? 1 : 0);
    }
  }
}
