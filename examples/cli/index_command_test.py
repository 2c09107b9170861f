"""index as its users meet it: index_command_test.py WEIGHTKIN"""

import json
import os
import random
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import unittest

try:
    import jsonschema
except ImportError:
    jsonschema = None

WEIGHTKIN = sys.argv[1]
SCHEMAS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "schemas")
SHAPES = {f"model.layers.{layer}.mlp.{name}.weight": shape for layer in range(2)
          for name, shape in (("up_proj", [96, 48]), ("down_proj", [48, 96]))}


def drawn(seed, parent=None, change=1.0):
    draw = random.Random(seed)
    return {name: [(parent[name][at] if parent else 0.0) + draw.gauss(0, 0.05) * change
                   for at in range(shape[0] * shape[1])] for name, shape in SHAPES.items()}


def write_safetensors(path, values):
    header, data = {}, b""
    for name, shape in SHAPES.items():
        packed = struct.pack(f"<{len(values[name])}f", *values[name])
        header[name] = {"dtype": "F32", "shape": shape,
                        "data_offsets": [len(data), len(data) + len(packed)]}
        data += packed
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


class Index(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.index = self.path("all.wki")
        os.mkdir(self.path("known"))
        base = drawn(1)
        for name, values in {"base": base, "other": drawn(2), "more": drawn(3)}.items():
            write_safetensors(self.path("known", name), values)
        write_safetensors(self.path("child"), drawn(4, base, 0.2))

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def run_index(self, *arguments, wanted=0):
        done = subprocess.run([WEIGHTKIN, "index", *arguments], capture_output=True, check=False)
        self.assertEqual(done.returncode, wanted, done.stderr)
        return done.stdout if wanted != 2 else done.stderr

    def document(self, *arguments, wanted=0):
        document = json.loads(self.run_index(*arguments, "--json", wanted=wanted))
        if jsonschema is not None:
            with open(os.path.join(SCHEMAS, "index-1.json"), encoding="utf-8") as file:
                rules = json.load(file)
            jsonschema.validate(document, rules)
            with self.assertRaises(jsonschema.ValidationError):
                jsonschema.validate({**document, "surprise": 1}, rules)
            if document.get("scan"):
                with open(os.path.join(SCHEMAS, "scan-1.json"), encoding="utf-8") as file:
                    jsonschema.validate(document["scan"], json.load(file))
        return document

    def add(self):
        return self.document("add", self.index, self.path("known"))

    def test_adding_again_changes_nothing(self):
        self.assertEqual([each["added"] for each in self.add()["models"]], [True] * 3)
        again = self.add()["models"]
        self.assertEqual([each["added"] for each in again], [False] * 3)
        listed = self.document("list", self.index)
        self.assertEqual(listed["models_in_all"], 3)
        self.assertEqual([each["id"] for each in listed["models"]], [each["id"] for each in again])
        self.assertEqual(self.document("list", self.index, "--limit", "1", "--after", "1")
                         ["models"][0]["id"], 2)

    def test_what_was_not_added_is_listed_with_the_reason(self):
        folder = self.path("known")
        with open(self.path("known", "README.md"), "w", encoding="ascii") as file:
            file.write("text")
        self.assertEqual([(each["path"], each["unread"]) for each in self.add()["not_added"]],
                         [(self.path("known", "README.md"), False)])
        with open(self.path("known", "broken.gguf"), "wb") as file:
            file.write(b"GGUF\3\0\0\0")
        done = subprocess.run([WEIGHTKIN, "index", "add", self.index, folder, "--json"],
                              capture_output=True, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"not added: ", done.stderr)
        passed = {os.path.basename(each["path"]): each for each in json.loads(done.stdout)["not_added"]}
        self.assertEqual(set(passed), {"README.md", "broken.gguf"})
        self.assertTrue(passed["broken.gguf"]["unread"])
        self.assertIn("broken.gguf: ", passed["broken.gguf"]["reason"])
        text = self.run_index("add", self.path("new.wki"), folder, "--copy", wanted=2)
        self.assertIn(b"not added: ", text)

    def test_the_parent_is_found(self):
        self.add()
        answer = self.document("query", self.index, self.path("child"))
        self.assertEqual(answer["candidates"][0]["model"]["name"], "base")
        self.assertEqual(answer["scan"]["references"], 3)
        self.assertEqual(answer["scan"]["candidates"][0]["comparison"]["source"], "fingerprints")
        text = self.run_index("query", self.index, self.path("child"))
        self.assertIn(b"found: base", text)
        self.run_index("query", self.index, self.path("child"), "--fail-on", "related", wanted=1)
        self.run_index("query", self.index, self.path("child"), "--fail-on", "identical")
        lent = self.document("query", self.index, self.path("child"), "--weights",
                             self.path("known"))
        self.assertEqual({each["comparison"]["source"] for each in lent["scan"]["candidates"]},
                         {"weights"})

    def test_weights_of_another_model_are_not_taken_for_those_of_the_index(self):
        base = drawn(1)
        for folder, values in (("p1", base), ("p2", drawn(2))):
            os.mkdir(self.path(folder))
            write_safetensors(self.path(folder, "model"), values)
        models = self.document("add", self.index, self.path("p1", "model"),
                               self.path("p2", "model"))["models"]
        names = [self.path(folder, "model") for folder in ("p1", "p2")]
        self.assertEqual([each["name"] for each in models], names)
        one = self.path("one.wki")
        self.run_index("add", one, names[0])
        for folder, source in (("p1", "weights"), ("p2", "fingerprints")):
            answer = self.document("query", one, self.path("child"), "--weights",
                                   self.path(folder), "--fail-on", "related", wanted=1)
            self.assertEqual(answer["scan"]["candidates"][0]["comparison"]["source"], source)
            self.assertEqual("the weights at hand for model" in str(answer["scan"]["limits"]),
                             folder == "p2")
        # A copy of what lies there under the name is no copy of what is in the index.
        self.run_index("query", one, names[1], "--weights", self.path("p2"), "--fail-on",
                       "related")
        self.run_index("query", one, self.path("child"), "--weights", self.path("absent"),
                       wanted=2)

    def test_copies_are_found_by_model_and_by_digest(self):
        self.add()
        shutil.copy(self.path("known", "other"), self.path("copy"))
        exact = self.document("query", self.index, self.path("copy"))["exact"]
        self.assertEqual([(each["model"]["name"], each["same_root"], each["share"])
                          for each in exact], [("other", True, 1.0)])
        root = exact[0]["model"]["root"]
        listed = self.document("query", self.index, "--digest", root)
        self.assertEqual([each["name"] for each in listed["models"]], ["other"])
        self.run_index("query", self.index, "--digest", root, "--fail-on", "related", wanted=1)
        self.assertEqual(self.document("query", self.index, "--digest", "0" * 64)["models"], [])

    def test_rulings_are_kept(self):
        self.add()
        self.run_index("query", self.index, self.path("child"), "--keep")
        kept = self.document("rulings", self.index, self.path("child"))["rulings"]
        self.assertEqual(len(kept), 1)
        self.assertEqual(kept[0]["document"]["command"], "query")

    def compared(self, subject, reference):
        report = self.path("report.json")
        done = subprocess.run([WEIGHTKIN, "compare", subject, reference, "--json", "--depth",
                               "direct", "-o", report], check=False)
        self.assertEqual(done.returncode, 0)
        return report

    def test_a_report_is_kept_for_the_models_that_it_is_about(self):
        self.add()
        base, child = self.path("known", "base"), self.path("child")
        report = self.compared(child, base)
        done = self.document("rule", self.index, child, base, report)
        self.assertTrue(done["added"])
        self.assertFalse(self.document("rule", self.index, child, base, report)["added"])
        kept = self.document("rulings", self.index, base)["rulings"]
        self.assertEqual([(each["subject"], each["reference"]) for each in kept],
                         [(done["subject"], done["reference"])])
        self.assertEqual(kept[0]["document"]["subject"]["name"], child)
        # By digests as well, where names are not known.
        self.assertFalse(self.document("rule", self.index, done["subject"], done["reference"],
                                       report)["added"])
        other = self.path("known", "other")
        for usage in ((child, other, report), (base, child, report),
                      (child, base, self.path("child"))):
            self.run_index("rule", self.index, *usage, wanted=2)
        for text in ("{\"mine\": true}", "no JSON", "[" * 100000,
                     json.dumps({"schema": "urn:weightkin:schema:policy:1.0"})):
            with open(report, "w", encoding="ascii") as file:
                file.write(text)
            self.run_index("rule", self.index, child, base, report, wanted=2)
        self.assertEqual(len(self.document("rulings", self.index)["rulings"]), 1)
        self.compared(child, base)
        self.run_index("rule", self.path("alll.wki"), child, base, report, wanted=2)
        self.assertFalse(os.path.exists(self.path("alll.wki")))

    def test_what_is_exported_can_be_added(self):
        self.add()
        out = self.path("out")
        exported = self.document("export", self.index, out)
        self.assertEqual(len([name for name in os.listdir(out) if name.endswith(".wkf")]), 3)
        second = self.path("second.wki")
        prints = [os.path.join(out, each["print"] + ".wkf") for each in exported["models"]]
        self.document("add", second, *prints)
        self.assertEqual(self.document("list", second)["models"], exported["models"])

    def test_models_are_taken_out(self):
        self.add()
        self.assertEqual(self.document("remove", self.index, "1")["removed"], [1])
        self.assertEqual([each["id"] for each in self.document("list", self.index)["models"]],
                         [2, 3])
        for wrong in ("1", "x", "-1", "99999999999999999999"):
            self.run_index("remove", self.index, "--", wrong, wanted=2)
        self.assertEqual(self.document("verify", self.index)["problems"], [])

    def test_damage_is_told(self):
        self.add()
        with open(self.index, "r+b") as file:
            file.seek(0, 2)
            middle = file.tell() // 2
            file.seek(middle)
            file.write(b"\xff" * 3000)
        done = subprocess.run([WEIGHTKIN, "index", "verify", self.index], capture_output=True,
                              check=False)
        self.assertIn(done.returncode, (1, 2), done.stdout)

    def test_a_model_without_its_fingerprint_is_no_answer(self):
        self.add()
        with sqlite3.connect(self.index) as database:
            database.execute("DELETE FROM model_print WHERE model = 2")
        database.close()
        for usage in (["query", self.index, self.path("known", "other"), "--fail-on", "related"],
                      ["export", self.index, self.path("out")]):
            self.assertIn(b"model 2 has no fingerprint", self.run_index(*usage, wanted=2))
        self.run_index("verify", self.index, wanted=1)

    def test_wrong_usage(self):
        self.add()
        other = self.path("other.txt")
        with open(other, "w", encoding="ascii") as file:
            file.write("no index at all, but a text of some length")
        for usage in (["list", self.path("none")], ["list", other], ["query", self.index],
                      ["query", self.index, "--digest", "12"], ["query", other, self.path("child")],
                      ["query", self.index, self.path("child"), "--limit", "0"], [],
                      ["list", self.index, "--limit", "-1"], ["list", self.index, "--limit", "0"],
                      ["list", self.index, "--after", "-1"],
                      ["add", self.index, self.path("child"), "--seed", "-1"],
                      ["add", self.index, "/no/such/model"], ["export", self.index],
                      ["add", self.index, self.path("child"), "--seed", "5"],
                      ["query", self.index, self.path("known", "absent")]):
            self.run_index(*usage, wanted=2)
        self.assertIn(b"Examples:", self.run_index("--help"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
