"""Scans, forests, digests, manifests, checksums and single pairs from Python."""

import json
import pathlib
import tempfile
import unittest

import numpy as np
from binding_support import STORY, weights

import weightkin as wk

ANCESTOR = weights(1, 3, 256, 128)
STRANGER = weights(2, 3, 256, 128)


def tuned(values, seed):
    noise = weights(seed, 3, 256, 128)
    return {name: value + 0.3 * noise[name] for name, value in values.items()}


CHILD = tuned(ANCESTOR, 3)
GRANDCHILD = tuned(CHILD, 4)


def prints(*models):
    return [wk.Fingerprint.take(model, name=f"m{i}") for i, model in enumerate(models)]


POLICY = json.dumps({
    "schema": "urn:weightkin:schema:policy:1.0", "name": "gate",
    "abstention": {"undetermined": "review", "not_comparable": "pass", "non_evidential": "pass"},
    "rules": [{"id": "origin", "rule": "forbid", "references": {"except_licences": ["mit"]}},
              {"id": "named", "rule": "declare", "then": "review"}]})
LICENCES = json.dumps({
    "schema": "urn:weightkin:schema:licences:1.0",
    "references": [{"name": "m1", "licence": "gpl-3.0", "ids": ["example/m1"]}]})


class Policies(unittest.TestCase):
    def test_findings_meet_rules(self):
        subject, reference = prints(CHILD, ANCESTOR)
        card = "---\nbase_model: example/m1\n---\n"
        with wk.Policy.from_json(POLICY) as policy, wk.compare(subject, reference) as comparison, \
                policy.decide(comparison, licences=LICENCES, card=card) as decision:
            self.assertEqual(decision.overall.outcome, wk.Outcome.FAIL)
            self.assertIs(decision.overall.comparable, True)
            self.assertEqual((decision.references, decision.claims), (("m1",), ("example/m1",)))
            self.assertTrue(all(decision.limits))
            self.assertEqual([(rule.id, rule.kind, rule.outcome) for rule in decision.rules],
                             [("origin", wk.RuleKind.FORBID, wk.Outcome.FAIL),
                              ("named", wk.RuleKind.DECLARE, wk.Outcome.PASS)])
            found = decision.inputs(1)[0]
            self.assertEqual((found.reference, found.licence, found.declared, found.verdict),
                             ("m1", "gpl-3.0", True, wk.Verdict.DERIVED))
            self.assertIn("origin", decision.text())
            self.assertEqual(json.loads(decision.json())["outcome"], "fail")

    def test_scans_are_decided(self):
        subject, reference = prints(STRANGER, ANCESTOR)
        model = wk.Model.from_tensors(STRANGER)
        with wk.Policy.from_json(POLICY) as policy, \
                wk.find_ancestors(subject, [reference]) as scan:
            self.assertEqual(policy.decide(scan, claimant=model).overall.outcome, wk.Outcome.PASS)

    def test_mistakes_are_told(self):
        with self.assertRaisesRegex(wk.BadFormat, "^gate.json:1: "):
            wk.Policy.from_json("{", "gate.json")
        with wk.Policy.from_json(POLICY) as policy, self.assertRaises(wk.BadArgument):
            policy.decide([])


class Scans(unittest.TestCase):
    def test_the_ancestor_is_found(self):
        subject, *references = prints(CHILD, STRANGER, ANCESTOR)
        told = []
        models = [None, wk.Model.from_tensors(ANCESTOR)]
        with wk.find_ancestors(subject, references, weights=wk.Model.from_tensors(CHILD),
                               reference_weights=models,
                               progress=lambda *words: told.append(words)) as scan:
            self.assertEqual(scan.overall.verdict, wk.Verdict.DERIVED)
            origin = scan.origins[0]
            self.assertEqual((origin.found, origin.nearest), ((1,), (1,)))
            self.assertEqual(list(scan.separations(origin)), [])
            nearest = scan.candidates[0]
            self.assertEqual((nearest.reference, nearest.name, nearest.compared), (1, "m2", True))
            self.assertEqual(nearest.source, wk.EvidenceSource.WEIGHTS)
            self.assertEqual(scan.components(nearest)[0].verdict, wk.Verdict.DERIVED)
            self.assertGreater(scan.affinity(nearest).sketches, 0.5)
            self.assertEqual(json.loads(scan.json())["schema"].split(":")[:2], ["urn", "weightkin"])
            self.assertIn("m2", scan.text())
            self.assertTrue(all(scan.limits))
        self.assertTrue(told)
        self.assertLess(wk.affinity(subject, references[0]).sketches, 0.5)

    def test_refusals(self):
        subject, reference = prints(CHILD, ANCESTOR)
        with self.assertRaises(wk.BadArgument):
            wk.find_ancestors(subject, [])
        with self.assertRaises(ValueError):
            wk.find_ancestors(subject, [reference], reference_weights=[None, None])
        with self.assertRaises(ZeroDivisionError):
            wk.find_ancestors(subject, [reference], progress=lambda *_: 1 // 0)


class Forests(unittest.TestCase):
    def test_a_family_and_a_stranger(self):
        known = [wk.KnownDirection(1, 0, wk.Direction.SUBJECT_FROM_REFERENCE, reason="told")]
        with wk.grow_forest(prints(ANCESTOR, CHILD, GRANDCHILD, STRANGER),
                            directions=known) as forest:
            overall = forest.overall
            self.assertEqual((overall.models, overall.families, overall.singles), (4, 1, (3,)))
            self.assertEqual(len(forest.pairs), overall.pairs)
            self.assertEqual(len(forest.pair_components(0)), forest.pairs[0].components)
            placed = {member.model for node in forest.nodes(0)
                      for member in forest.members(0, node.position)}
            self.assertEqual(placed, {0, 1, 2})
            edges = list(forest.edges(0))
            self.assertTrue(edges)
            for edge in edges:
                if edge.has_finding:
                    self.assertEqual(forest.finding(0, edge.position).verdict, wk.Verdict.DERIVED)
            self.assertEqual((list(forest.unplaced(0)), list(forest.merges(0))), ([], []))
            self.assertTrue(forest.newick().strip().endswith(";"))
            self.assertTrue(forest.svg().startswith("<svg") or "<svg" in forest.svg())
            self.assertIn("m1", forest.text())
            json.loads(forest.json())
            self.assertEqual(len(forest.notes(0)), forest.families[0].notes)


class Indices(unittest.TestCase):
    def test_models_are_kept_and_found(self):
        subject, *references = prints(CHILD, STRANGER, ANCESTOR)
        with tempfile.TemporaryDirectory() as folder:
            address = str(pathlib.Path(folder) / "models.db")
            with self.assertRaises(wk.IoError):
                wk.Index.open(address)
            with wk.Index.open(address, wk.IndexAccess.CREATE) as index:
                numbers = [index.add(one)[0] for one in references]
                self.assertEqual(index.add(references[0]), (numbers[0], False))
                self.assertEqual(index.info.models, 2)
                self.assertEqual(index.load(numbers[1]).info.root, references[1].info.root)
                told = []
                with index.query(subject, progress=lambda *words: told.append(words)) as answer:
                    self.assertEqual(answer.info.overall, wk.Verdict.DERIVED)
                    found = [one for one in answer.candidates
                             if one.compared and one.verdict == wk.Verdict.DERIVED]
                    self.assertEqual([one.id for one in found], [numbers[1]])
                    self.assertEqual(len(answer.exact), 0)
                    json.loads(answer.json())
                with index.query(references[1]) as same:
                    self.assertEqual([(one.id, one.share) for one in same.exact], [(numbers[1], 1)])
                root = references[1].info.root
                digest = bytes(root) if not isinstance(root, str) else bytes.fromhex(root)
                listed = json.loads(index.find_digest(digest).json())["models"]
                self.assertEqual([one["id"] for one in listed], [numbers[1]])
                self.assertTrue(index.add_ruling(digest, bytes(32), '{"kept": 1}'))
                self.assertFalse(index.add_ruling(digest, bytes(32), '{"kept": 1}'))
                self.assertIn("kept", index.rulings(digest).json())
                with self.assertRaises(ValueError):
                    index.find_digest(b"short")
                self.assertEqual(index.verify().info.problems, 0)
                self.assertEqual(len(json.loads(index.list().json())["models"]), 2)
                self.assertTrue(index.remove(numbers[0]))
                self.assertFalse(index.remove(numbers[0]))

    def test_a_failing_callback_stops_a_query(self):
        subject, reference = prints(CHILD, ANCESTOR)

        def fails(*_):
            raise KeyError("mine")

        with tempfile.TemporaryDirectory() as folder, \
                wk.Index.open(str(pathlib.Path(folder) / "m.db"), wk.IndexAccess.CREATE) as index:
            index.add(reference)
            with self.assertRaises(KeyError):
                index.query(subject, progress=fails)
            self.assertEqual(index.info.models, 1)


class Exact(unittest.TestCase):
    def test_hashes_are_the_fingerprint_s(self):
        with wk.Model.open(STORY / "donor.safetensors") as model:
            with wk.Hashes.take(model) as hashes, model.fingerprint() as fingerprint:
                self.assertEqual(hashes.roots.root, fingerprint.info.root)
                self.assertEqual([t.value for t in hashes.tensors],
                                 [t.value_digest for t in fingerprint.tensors])
                self.assertEqual([c.root for c in hashes.components],
                                 [c.root for c in fingerprint.components])
                json.loads(hashes.json())
                self.assertIn("donor", hashes.text())
            self.assertEqual([name for name, _ in model.files], [model.name])
            self.assertEqual(model.files[0][1], (STORY / "donor.safetensors").stat().st_size)
            self.assertEqual(model.warnings, ())

    def test_manifests(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "a").write_text("one")
            (pathlib.Path(folder) / "b").write_text("two")
            made = wk.Manifest.make(folder, ignored=["b"])
            self.assertEqual([file.name for file in made.files], ["a"])
            again = wk.Manifest.from_json(made.json())
            self.assertEqual(again.info.subject, made.info.subject)
            self.assertEqual(made.compare(again)[0], 0)
            (pathlib.Path(folder) / "a").write_text("other")
            count, report = made.compare(wk.Manifest.make(folder, ignored=["b"]))
            self.assertEqual(count, 1)
            json.loads(report)

    def test_checksums(self):
        declared = [wk.Declaration(name, wk.Dtype.F32, value.shape)
                    for name, value in ANCESTOR.items()]
        with wk.Checksum.begin(declared) as one, wk.Checksum.begin(declared) as two:
            for name, value in ANCESTOR.items():
                one.add(name, value[:100])
                two.add(name, value[100:], 100 * 128)
            self.assertFalse(one.sum.complete)
            one.merge(two)
            fingerprint = wk.Fingerprint.take(ANCESTOR)
            self.assertEqual(one.sum, (fingerprint.info.checksum, True))
            self.assertEqual(list(one.tensors), [t.checksum for t in fingerprint.tensors])
            with self.assertRaises(wk.BadArgument):
                one.add("no such", ANCESTOR[declared[0].name])

    def test_one_pair(self):
        a = np.arange(12, dtype=np.float32).reshape(3, 4)
        pair = wk.measure_pair(a, a.astype(np.float64).reshape(4, 3))
        self.assertEqual((pair.elements, pair.sum_a, pair.max_abs_diff), (12, 66.0, 0.0))
        self.assertEqual(pair.sum_ab, float((a.astype(np.float64) ** 2).sum()))
        with self.assertRaises(wk.BadArgument):
            wk.measure_pair(a, a[:2])


class Looks(unittest.TestCase):
    def test_options_of_texts(self):
        with wk.Model.from_tensors(CHILD, "child") as child, \
                wk.Model.from_tensors(ANCESTOR, "ancestor") as ancestor, \
                wk.compare(child, ancestor) as comparison:
            plain = comparison.text()
            self.assertNotIn("\x1b", plain)
            self.assertIn("\x1b", comparison.text(colour=True))
            self.assertGreater(len(comparison.text(tensors=True)), len(plain))
            self.assertLess(max(map(len, comparison.text(width=60).splitlines())), 120)
            self.assertIn("child", child.inventory().text(tensors=True))
            both = wk.picture([comparison, comparison])
            self.assertGreater(len(both), len(comparison.svg()))
            self.assertEqual(comparison.settings.max_units, 256)
            pair = child.measure_pair(0, ancestor, 0)
            self.assertEqual(pair.sum_ab, comparison.tensors[0].sum_ab)
            self.assertEqual(child.usage(0), "")

    def test_options_of_comparisons(self):
        with wk.Model.from_tensors(CHILD) as child, wk.Model.from_tensors(ANCESTOR) as ancestor:
            with wk.compare(child, ancestor, max_units=64, derived_share=0.999,
                            log10_alpha=-3) as comparison:
                settings = comparison.settings
                self.assertEqual((settings.max_units, settings.derived_share,
                                  settings.log10_alpha), (64, 0.999, -3))
                self.assertEqual(comparison.verdict, wk.Verdict.RELATED)

    def test_limits(self):
        path = STORY / "donor.safetensors"
        wk.Model.open(path, wk.Opening(limits={"header_bytes": 1 << 20})).close()
        with self.assertRaises(wk.BadFormat) as caught:
            wk.Model.open(path, wk.Opening(limits={"header_bytes": 100}))
        self.assertEqual(caught.exception.fault, wk.Fault.LIMIT)
        with self.assertRaises(wk.BadFormat):
            wk.Model.open(path, wk.Opening(max_tensors=5))
        with self.assertRaises(TypeError):
            wk.Model.open(path, wk.Opening(limits={"no_such": 1}))

    def test_log(self):
        lines = []
        with wk.Model.from_tensors(CHILD) as child, wk.Model.from_tensors(STRANGER) as stranger:
            wk.compare(child, stranger, log=lambda *words: lines.append(words))
            self.assertTrue(lines and all(isinstance(level, wk.LogLevel) and line
                                          for level, line in lines))
            with self.assertRaises(ZeroDivisionError):
                wk.compare(child, stranger, log=lambda *_: 1 // 0)

    def test_vocabulary_and_anchors(self):
        names = [f"layers.0.mlp.{part}_proj.weight" for part in ("gate", "up", "down")]
        model = {name: value if i < 2 else value.T
                 for i, (name, value) in enumerate(zip(names, ANCESTOR.values()))}
        with wk.Fingerprint.take(model) as fingerprint:
            anchors = list(fingerprint.anchors)
            self.assertEqual(len(anchors), 1)
            self.assertEqual((anchors[0].gate, anchors[0].up, anchors[0].down), (0, 1, 2))
            self.assertEqual(len(anchors[0].cosines), 3 * 128)
        self.assertEqual(len(wk.Fingerprint.take(model, anchors=False).anchors), 0)


class Features(unittest.TestCase):
    def test_lists(self):
        self.assertIn("safetensors", wk.formats())
        self.assertTrue(wk.kernels() and wk.features())
        self.assertTrue(all(wk.has_feature(name) for name in wk.features()))
        self.assertFalse(wk.has_feature("no such"))

    def test_names_for_a_terminal(self):
        self.assertEqual(wk.printable("plain"), "plain")
        self.assertNotIn("\x1b", wk.printable("a\x1b[31mred"))

    def test_every_function_is_reached(self):
        """Of the C interface nothing is left out but what a later function does as well, and an
        allocator, which would call Python from everywhere."""
        from weightkin import _declarations
        folder = pathlib.Path(wk.__file__).parent
        text = "".join(path.read_text() for path in folder.glob("*.py")
                       if path.name != "_declarations.py")
        missing = {name for name in _declarations.FUNCTIONS if f'"{name}"' not in text
                   and f".{name}" not in text}
        self.assertEqual(missing, {"wkin_comparison_text", "wkin_inventory_text",
                                   "wkin_set_allocator"})

    def test_everything_has_a_name(self):
        """All members of all enumerations are known to the library by the name they have here."""
        from weightkin._code import LABELS
        for kind in LABELS:
            for member in kind:
                if member.name not in ("NONE", "UNKNOWN"):
                    self.assertNotEqual(member.label, "unknown",
                                        f"{kind.__name__}.{member.name}")


if __name__ == "__main__":
    unittest.main()
