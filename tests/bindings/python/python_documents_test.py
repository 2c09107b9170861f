"""Documents, stored results, spectra, what was asked, and the parts of an index's answer, from
Python."""

import hashlib
import json
import pathlib
import tempfile
import unittest

import numpy as np
from binding_support import weights

import weightkin as wk

ANCESTOR = weights(1, 3, 256, 128)
CHILD = {name: value + 0.3 * noise for (name, value), noise in
         zip(ANCESTOR.items(), weights(3, 3, 256, 128).values())}
DIGEST = hashlib.sha256(b"child").hexdigest()


def compared(**options):
    with wk.Model.from_tensors(CHILD, "child") as child, \
            wk.Model.from_tensors(ANCESTOR, "ancestor") as ancestor:
        return wk.compare(child, ancestor, **options)


class Results(unittest.TestCase):
    def test_what_was_asked(self):
        with compared(depth=wk.SearchDepth.LAYERS, search_seconds=5) as comparison:
            asked = comparison.asked
            self.assertEqual((asked.depth, asked.seconds, asked.component_map),
                             (wk.SearchDepth.LAYERS, 5, ""))
        with wk.Fingerprint.take(CHILD) as one, wk.compare(one, one) as comparison:
            with self.assertRaises(wk.Undefined):
                comparison.asked
            with self.assertRaises(wk.Undefined):
                comparison.spectrum(0)

    def test_a_spectrum_is_that_of_the_difference(self):
        with compared() as comparison:
            spectrum = comparison.spectrum(comparison.components[0])
            self.assertEqual(spectrum, comparison.spectrum(0))
            self.assertEqual((spectrum.rows, spectrum.columns), (256, 128))
            changed = CHILD[spectrum.tensor].astype(float) - ANCESTOR[spectrum.tensor]
            squares = np.linalg.svd(changed, compute_uv=False) ** 2
            np.testing.assert_allclose(list(spectrum.shares),
                                       (squares / squares.sum())[:spectrum.values], rtol=1e-6)
            self.assertEqual(len(spectrum.gaussian_shares), spectrum.values)
            self.assertEqual(spectrum.above_edge, 0)

    def test_results_are_read_back(self):
        with compared() as comparison:
            text = comparison.json()
            with wk.Comparison.from_json(text) as again:
                self.assertEqual(again.json(), text)
                self.assertEqual(again.spectrum(0), comparison.spectrum(0))
        with self.assertRaisesRegex(wk.BadFormat, "^kept: "):
            wk.Comparison.from_json("{}", "kept")

    def test_documents(self):
        with compared() as plain:
            self.assertIn("<html", plain.html())
            with self.assertRaises(wk.BadArgument):
                wk.document([plain], wk.Document.STATEMENT)
            with self.assertRaises(wk.BadArgument):
                wk.document([], wk.Document.SARIF)
            with plain.with_files([("child.safetensors", 5, DIGEST)]) as comparison:
                self.assertEqual((len(plain.files(wk.Side.SUBJECT)),
                                  len(comparison.files(wk.Side.REFERENCE))), (0, 0))
                file = comparison.files(wk.Side.SUBJECT)[0]
                self.assertEqual((file.name, file.size_bytes, file.sha256),
                                 ("child.safetensors", 5, DIGEST))
                for kind in wk.Document:
                    text = wk.document([comparison], kind, created="2026-01-31T12:00:00Z",
                                       subject_id="example/child",
                                       reference_ids=["example/ancestor"])
                    self.assertTrue("example/ancestor" in text or kind in (
                        wk.Document.SARIF, wk.Document.VERIFICATION_RESULT), kind.label)
                    if kind != wk.Document.MODEL_CARD:
                        json.loads(text)
            with self.assertRaises(wk.BadArgument):
                plain.with_files([("child.safetensors", 5, "no digest")])


class Written(unittest.TestCase):
    def test_a_file_is_sent_in_pieces(self):
        with wk.Model.from_tensors(CHILD) as model, tempfile.TemporaryDirectory() as folder:
            path, pieces = pathlib.Path(folder) / "a", []
            summary = model.write_safetensors(path, metadata=[("made", "here")])
            self.assertEqual(model.send_safetensors(pieces.append, metadata=[("made", "here")]),
                             summary)
            self.assertEqual(b"".join(pieces), path.read_bytes())
            self.assertEqual(len(path.read_bytes()), summary.bytes)
            with wk.Model.open(path) as again:
                self.assertEqual(again.metadata, (("made", "here"),))
            model.write_safetensors(path, metadata=[])
            with wk.Model.open(path) as again:
                self.assertEqual(again.metadata, ())
            with self.assertRaises(ZeroDivisionError):
                model.send_safetensors(lambda _: 1 // 0)

    def test_manifests_differ(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in "abc":
                (pathlib.Path(folder) / name).write_text(name)
            made = wk.Manifest.make(folder)
            (pathlib.Path(folder) / "a").write_text("other")
            (pathlib.Path(folder) / "b").unlink()
            (pathlib.Path(folder) / "d").write_text("new")
            found = wk.Manifest.make(folder)
            self.assertEqual([(one.name, one.state) for one in made.differences(found)],
                             [("a", wk.FileState.DIFFERS), ("b", wk.FileState.MISSING),
                              ("d", wk.FileState.EXTRA)])
            self.assertEqual(list(made.differences(made)), [])


class Many(unittest.TestCase):
    def test_settings(self):
        one, two = wk.Fingerprint.take(CHILD, name="m0"), wk.Fingerprint.take(ANCESTOR, name="m1")
        with wk.find_ancestors(one, [two], population=500, derived_share=0.7, seed=2) as scan:
            settings = scan.settings
            self.assertEqual((settings.derived_share, settings.seed), (0.7, 2))
            self.assertEqual((scan.overall.references, scan.overall.tests), (500, 500))
        with wk.grow_forest([one, two], max_units=64, separation_errors=7) as forest:
            self.assertEqual((forest.settings.max_units, forest.settings.separation_errors),
                             (64, 7))

    def test_the_parts_of_an_index_s_answer(self):
        prints = [wk.Fingerprint.take(ANCESTOR, name="m0"), wk.Fingerprint.take(CHILD, name="m1")]
        with tempfile.TemporaryDirectory() as folder, wk.Index.open(
                str(pathlib.Path(folder) / "models.db"), wk.IndexAccess.CREATE) as index:
            added = index.add_many(prints)
            self.assertEqual([new for _, new in added], [True, True])
            self.assertEqual([new for _, new in index.add_many(prints)], [False, False])
            entries = list(index.list().entries)
            self.assertEqual([(one.id, one.name) for one in entries],
                             [(added[0][0], "m0"), (added[1][0], "m1")])
            self.assertEqual(entries[0].root, prints[0].info.root)
            with index.query(prints[1], log10_alpha=-6) as answer:
                self.assertEqual(answer.exact_components(0), (("model", "model"),))
                self.assertIn("m0", answer.text())
                with answer.scan() as scan:
                    self.assertEqual(scan.settings.log10_alpha, -6)
                    self.assertEqual(scan.overall.verdict, wk.Verdict.IDENTICAL)
            with self.assertRaises(wk.BadArgument):
                index.query(prints[1], log10_alpha=1)
            self.assertEqual(index.verify().problems, ())
            index.add_ruling(entries[0].nameless, bytes(32), '{"kept": 1}')
            kept = index.rulings().rulings[0]
            self.assertEqual((kept.document, kept.subject), ('{"kept": 1}', entries[0].nameless))
            with self.assertRaises(wk.Undefined):
                index.rulings().scan()

    def test_policies_and_claims(self):
        policy = {"schema": "urn:weightkin:schema:policy:1.0", "name": "gate",
                  "abstention": {"undetermined": "review", "not_comparable": "pass",
                                 "non_evidential": "pass"},
                  "rules": [{"id": "origin", "rule": "forbid"}]}
        card = "---\nbase_model: a/b\nbase_model_relation: finetune\nlicense: mit\n---\n"
        with wk.Policy.from_json(json.dumps(policy)) as rules, compared() as comparison:
            self.assertEqual((rules.info.name, rules.info.rules), ("gate", 1))
            with rules.decide(comparison, card=card) as decision:
                self.assertEqual((decision.overall.relation, decision.licences),
                                 ("finetune", ("mit",)))


if __name__ == "__main__":
    unittest.main()
