"""Several models together: scanned, arranged, hashed, summed, kept in an index."""

import numpy as np
import weightkin as wk

from tour_notes import fold


def note_summary(notes, where, ruling):
    notes.texts(where, ruling, "id", "verdict")
    notes.reals(where, ruling, "pearson", "common_variance", "log10_p")


def note_scan(notes, scan):
    notes.texts("scan", scan.overall, "sentence", "verdict")
    notes.wholes("scan", scan.overall, "origins", "candidates", "compared", "tests")
    notes.text("scan", "limits", str(len(scan.limits)))
    for candidate in scan.candidates:
        at = f"scan.candidate.{candidate.position}"
        notes.texts(at, candidate, "name", "verdict")
        notes.wholes(at, candidate, "reference", "compared")
        notes.reals(at, scan.affinity(candidate), "sketches", "landmarks", "gram")
        for ruling in scan.components(candidate):
            note_summary(notes, f"{at}.component.{ruling.position}", ruling)
    origin, at = scan.origins[0], "scan.origin.0"
    notes.texts(at, origin, "id")
    notes.text(at, "found", str(len(origin.found)))
    notes.text(at, "nearest", str(origin.nearest[0]))
    notes.wholes(at, origin, "separations")
    notes.reals(at, origin, "share")
    for apart in scan.separations(origin):
        notes.wholes(f"scan.separation.{apart.position}", apart, "nearer", "separable")
        notes.reals(f"scan.separation.{apart.position}", apart, "share")


def note_family(notes, forest):
    family, at = forest.families[0], "forest.family.0"
    notes.wholes(at, family, "nodes", "edges", "merges", "unplaced")
    notes.text(at, "root", "null" if family.root is None else "known")
    notes.reals(at, family, "misfit")
    for node in forest.nodes(0):
        at = f"forest.node.{node.position}"
        notes.wholes(at, node, "members")
        notes.text(at, "may_be", str(len(node.may_be)))
        for member in forest.members(0, node.position):
            notes.wholes(at, member, "model")
            notes.texts(at, member, "component")
    for edge in forest.edges(0):
        at = f"forest.edge.{edge.position}"
        notes.wholes(at, edge, "first", "second", "directed")
        notes.reals(at, edge, "length", "length_error")


def note_forest(notes, forest):
    notes.wholes("forest", forest.overall, "models", "pairs", "families")
    notes.text("forest", "singles", str(len(forest.overall.singles)))
    note_family(notes, forest)
    for merge in forest.merges(0):
        at = f"forest.merge.{merge.position}"
        notes.texts(at, merge, "sentence")
        notes.wholes(at, merge, "child", "proven")
        notes.reals(at, merge, "residual")
        for parent in forest.parents(0, merge.position):
            notes.wholes(f"{at}.parent.{parent.position}", parent, "node")
            notes.reals(f"{at}.parent.{parent.position}", parent, "weight")
    notes.wholes("forest.pair.0", forest.pairs[0], "subject", "reference")
    note_summary(notes, "forest.pair.0.component.0", forest.pair_components(0)[0])
    notes.folded("forest", "newick_folded", fold(forest.newick().encode()))


def note_digests(notes, model, file):
    with wk.Hashes.take(model) as hashes:
        for what in ("root", "nameless"):
            notes.text("hash", what, getattr(hashes.roots, what).hex())
        notes.wholes("hash", hashes.roots, "tensors", "components")
        tensor, component = hashes.tensors[0], hashes.components[0]
        notes.text("hash.tensor.0", "name", tensor.name)
        notes.shape("hash.tensor.0", tensor.shape)
        notes.text("hash.tensor.0", "stored", tensor.stored.hex())
        notes.text("hash.tensor.0", "value", tensor.value.hex())
        notes.text("hash.component.0", "id", component.id)
        notes.text("hash.component.0", "root", component.root.hex())
    with wk.Manifest.make(file) as manifest:
        notes.text("manifest", "model", manifest.info.model)
        notes.wholes("manifest", manifest.info, "files")
        notes.text("manifest", "subject", manifest.info.subject.hex())
        notes.text("manifest.file.0", "name", manifest.files[0].name)
        notes.text("manifest.file.0", "content", manifest.files[0].content.hex())
        notes.text("manifest", "differences", str(manifest.compare(manifest)[0]))


def note_checksum(notes, weights):
    declared = [wk.Declaration(name, wk.Dtype.F32, each.shape) for name, each in weights.items()]
    names = list(weights)
    with wk.Checksum.begin(declared, seed=3) as total, \
            wk.Checksum.begin(declared, seed=3) as other:
        for name, values in weights.items():
            (other if name == names[0] else total).add(name, values)
        notes.text("checksum", "half_complete", str(int(total.sum.complete)))
        total.merge(other)
        notes.folded("checksum", "value", total.sum.value)
        notes.text("checksum", "complete", str(int(total.sum.complete)))
        notes.folded("checksum", "last_tensor", total.tensors[-1])


def note_index(notes, first, second, path):
    with wk.Index.open(str(path), wk.IndexAccess.CREATE) as index:
        index.add(first)
        index.add(second)
        number, added = index.add(first)
        notes.text("index", "id", str(number))
        notes.text("index", "added_again", str(int(added)))
        notes.wholes("index", index.info, "models", "components")
        with index.query(first) as answer:
            notes.wholes("index.query", answer.info, "models", "exact", "candidates")
            notes.texts("index.query", answer.info, "overall")
            notes.texts("index.exact.0", answer.exact[0], "name")
            notes.wholes("index.exact.0", answer.exact[0], "tensors_equal", "same_root")
            notes.texts("index.candidate.1", answer.candidates[1], "name", "verdict")
            notes.reals("index.candidate.1", answer.candidates[1], "score")
        notes.folded("index.loaded", "checksum", index.load(number).info.checksum)
        notes.wholes("index", index.verify().info, "problems")
        notes.text("index", "removed", str(int(index.remove(number))))


def note_many(notes, weights, file, scratch):
    """`weights` of the first, the second and their mean."""
    models = [wk.Model.from_tensors(each, name)
              for each, name in zip(weights, ("first", "second", "mean"))]
    prints = [model.fingerprint() for model in models]
    note_scan(notes, wk.find_ancestors(prints[1], [prints[0], prints[2]]))
    note_forest(notes, wk.grow_forest(prints))
    note_digests(notes, models[0], file)
    note_checksum(notes, weights[0])
    note_index(notes, prints[0], prints[1], scratch / "tour.sqlite")
    half = next(iter(weights[0].values())).size // 2
    values = np.asarray(models[0].read(1, half, half, wk.Dtype.F64))
    notes.folded("read", "values_folded", fold(values.tobytes()))
