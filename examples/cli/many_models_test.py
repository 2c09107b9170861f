"""scan and tree as their users meet them: many_models_test.py WEIGHTKIN"""

import io
import json
import os
import pickle
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zipfile
import xml.dom.minidom

try:
    import jsonschema
except ImportError:
    jsonschema = None

WEIGHTKIN = sys.argv[1]
SCHEMAS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "schemas")


def run(*arguments):
    return subprocess.run([WEIGHTKIN, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False)


def write_model(path, tensors):
    """A safetensors file of f32 tensors {name: (shape, values)}."""
    header, data = {}, b""
    for name, (shape, values) in tensors.items():
        packed = struct.pack(f"<{len(values)}f", *values)
        header[name] = {"dtype": "F32", "shape": shape,
                        "data_offsets": [len(data), len(data) + len(packed)]}
        data += packed
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def founder(seed):
    draw = random.Random(seed)
    tensors = {}
    for layer in range(3):
        for name, shape in (("self_attn.q_proj", [48, 48]), ("mlp.up_proj", [96, 48]),
                            ("mlp.down_proj", [48, 96])):
            values = [draw.gauss(0, 0.05) for _ in range(shape[0] * shape[1])]
            tensors[f"model.layers.{layer}.{name}.weight"] = (shape, values)
    return tensors


def changed(parent, seed, size):
    draw = random.Random(seed)
    return {name: (shape, [x + draw.gauss(0, 0.05 * size) for x in values])
            for name, (shape, values) in parent.items()}


def mixed(one, other):
    return {name: (shape, [(x + y) / 2 for x, y in zip(values, other[name][1])])
            for name, (shape, values) in one.items()}


def pickled_settings(state):
    """An instance of a class that no reader of weights knows."""
    return b"\x80\x02ctransformers.training_args\nTrainingArguments\n)\x81" + \
        pickle.dumps(state, 2)[2:-1] + b"b."


class ManyModels(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.models = os.path.join(cls.folder.name, "models")
        os.mkdir(cls.models)
        first = founder(1)
        second = changed(first, 2, 0.3)
        left, right = changed(first, 4, 0.2), changed(first, 5, 0.2)
        for name, tensors in {"W": first, "Q": second, "H": changed(second, 3, 0.2), "A": left,
                              "B": right, "M": mixed(left, right), "S": founder(9)}.items():
            write_model(cls.model(name), tensors)
        with open(os.path.join(cls.models, "README.md"), "w", encoding="ascii") as file:
            file.write("not a model")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def model(cls, name):
        return os.path.join(cls.models, name + ".safetensors")

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def validated(self, text, schema):
        document = json.loads(text)
        if jsonschema is not None:
            with open(os.path.join(SCHEMAS, schema), encoding="utf-8") as file:
                rules = json.load(file)
            jsonschema.validate(document, rules)
            for spoiled in ({**document, "surprise": 1}, {**document, "limits": [3]}):
                with self.assertRaises(jsonschema.ValidationError):
                    jsonschema.validate(spoiled, rules)
        return document


class Scan(ManyModels):
    def scanned(self, *arguments):
        done = run("scan", *arguments, "--json")
        self.assertEqual(done.stderr, b"")
        return self.validated(done.stdout, "scan-1.json"), done.returncode

    def names(self, report, indices):
        names = {row["reference"]: row["model"]["name"] for row in report["candidates"]}
        return [names[at] for at in indices]

    def test_the_nearest_is_named(self):
        report, code = self.scanned(self.model("H"), "--references", self.models)
        self.assertEqual(code, 0)
        self.assertEqual(report["references"], 6)
        origin = report["components"][0]
        self.assertEqual(self.names(report, origin["nearest"]), ["Q.safetensors"])
        self.assertNotIn("S.safetensors", self.names(report, origin["found"]))
        self.assertEqual(len(origin["found"]), 5)
        left_out = [text for text in report["limits"] if text.startswith("left out")]
        self.assertEqual(len(left_out), 2) # the subject itself, and what is no model
        text = run("scan", self.model("H"), "--references", self.models).stdout
        self.assertIn(b"the nearest is Q.safetensors", text)

    def test_fingerprints_do_as_well_and_threads_change_nothing(self):
        prints = self.path("prints")
        os.mkdir(prints)
        for name in "WQAS":
            done = run("fingerprint", self.model(name), "-o", os.path.join(prints, name + ".wkf"))
            self.assertEqual(done.returncode, 0)
        first, _ = self.scanned(self.model("H"), "--references", prints)
        self.assertEqual(self.names(first, first["components"][0]["nearest"]), ["Q.wkf"])
        self.assertEqual({row["comparison"]["source"] for row in first["candidates"]},
                         {"fingerprints"})
        again, _ = self.scanned(self.model("H"), "--references", prints, "--threads", "1")
        self.assertEqual(first, again)

    def test_exit_codes(self):
        self.assertEqual(run("scan", self.model("H"), "--references", self.models, "--fail-on",
                             "related").returncode, 1)
        self.assertEqual(run("scan", self.model("S"), "--references", self.models, "--fail-on",
                             "related").returncode, 0)
        other = self.path("other.safetensors")
        write_model(other, {"w": ([5, 7], [i * 0.5 % 3.1 - 1.4 for i in range(35)])})
        self.assertEqual(run("scan", other, "--references", self.models).returncode, 3)
        seeded = self.path("seeded.wkf")
        run("fingerprint", self.model("Q"), "-o", seeded, "--seed", "5")
        plain = self.path("plain.wkf")
        run("fingerprint", self.model("W"), "-o", plain)
        empty = self.path("empty")
        os.makedirs(empty, exist_ok=True)
        for usage in (["scan", self.model("H")], ["scan", "--references", self.models],
                      ["scan", self.model("H"), "--references", empty],
                      ["scan", self.model("H"), "--references", self.model("H")],
                      ["scan", self.model("H"), "--references", self.model("Q"), self.model("Q")],
                      ["scan", self.model("H"), "--references", "/no/such/model"],
                      ["scan", self.model("H"), "--references", plain, seeded],
                      ["scan", self.model("H"), "--references", self.models, "--confirm", "0"]):
            done = run(*usage)
            self.assertEqual(done.returncode, 2, usage)
            self.assertEqual(done.stdout, b"", usage)
        self.assertIn(b"Examples:", run("scan", "--help").stdout)


    def test_a_gate_is_not_passed_by_a_component_that_is_undetermined(self):
        """A part too small to decide about, in models that are otherwise strangers, or akin."""
        tower = "vision_tower.encoder.layers.0.mlp.fc1.weight"
        paths = []
        for name, tensors, seed in (("a", founder(1), 31), ("b", founder(9), 32),
                                    ("c", changed(founder(9), 3, 0.2), 33)):
            draw = random.Random(seed)
            paths.append(self.path(name + ".safetensors"))
            write_model(paths[-1], {**tensors, tower: ([10, 8], [draw.gauss(0, 1)
                                                                 for _ in range(80)])})
        index = self.path("parts.wki")
        self.assertEqual(run("index", "add", index, paths[1]).returncode, 0)
        for subject, verdict, wanted in (("a", None, 0), ("a", "related", 4), ("c", None, 0),
                                         ("c", "related", 1), ("c", "identical", 4)):
            gate = ["--fail-on", verdict] if verdict else []
            path = self.path(subject + ".safetensors")
            for done in (run("scan", path, "--references", paths[1], *gate),
                         run("index", "query", index, path, *gate)):
                self.assertEqual(done.returncode, wanted, (subject, verdict, done.stderr))
                self.assertIn(b"Undetermined, so not cleared: vision_encoder against 1 reference",
                              done.stdout)


class Folders(ManyModels):
    """What a folder of references holds is compared, or said not to be."""

    POLICY = {"schema": "urn:weightkin:schema:policy:1.0", "name": "n",
              "abstention": {"undetermined": "review", "not_comparable": "pass",
                             "non_evidential": "pass"},
              "rules": [{"id": "r", "rule": "forbid"}]}

    def made(self, files):
        """A folder of copies of models, or of bytes, by their paths."""
        top = tempfile.mkdtemp(dir=self.folder.name)
        for name, content in files.items():
            path = os.path.join(top, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if isinstance(content, str):
                shutil.copy(self.model(content), path)
            else:
                with open(path, "wb") as file:
                    file.write(content)
        return top

    def scanned(self, folder, wanted):
        done = run("scan", self.model("H"), "--references", folder, "--json")
        self.assertEqual((done.returncode, done.stderr), (wanted, b""))
        report = json.loads(done.stdout)
        return ({os.path.relpath(row["model"]["name"], folder) if "/" in row["model"]["name"]
                 else row["model"]["name"] for row in report["candidates"]},
                [limit for limit in report["limits"] if limit.startswith("could not be read")])

    def checked(self, folder):
        rules = self.path("rules.json")
        with open(rules, "w", encoding="ascii") as file:
            json.dump(self.POLICY, file)
        done = run("check", self.model("H"), "--references", folder, "--policy", rules, "--json")
        self.assertEqual(done.stderr, b"")
        return done.returncode, [each["reference"] for rule in json.loads(done.stdout)["rules"]
                                 for each in rule["inputs"] if not each["component"]]

    def test_models_in_folders_of_a_folder_are_references(self):
        top = self.made({"S.safetensors": "S", "org/llama/model.safetensors": "Q",
                           "org/llama/config.json": b"{}", "README.md": b"text"})
        self.assertEqual(self.scanned(top, 0), ({"S.safetensors", "llama"}, []))
        self.assertEqual(self.checked(top), (1, []))
        one = self.made({"model.safetensors": "S", "config.json": b"[1]", "vocab.txt": b"a\nb\n",
                           "tokenizer.model": b"\n\x0e\n\x05<unk>\x15\0\0\0\0", "notes.png":
                           b"\x89PNG\r\n\x1a\n", "empty": b""})
        self.assertEqual(self.scanned(one, 0), ({os.path.basename(one)}, []))
        self.assertEqual(self.checked(one), (0, []))

    def test_what_cannot_be_read_is_not_cleared(self):
        with open(self.model("Q"), "rb") as file:
            parent = file.read()
        pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
        for name, content in (("a.safetensors", parent[:2000]), ("a.safetensors", b""),
                              ("a.pt", parent[:2000]), ("a.gguf", b"GGUF\3\0\0\0"),
                              ("sub/a.bin", pointer), ("sub/deeper/A.ONNX", b"\xff" * 50),
                              ("weights", parent[:2000])):
            top = self.made({"b.safetensors": "S", name: content})
            names, unread = self.scanned(top, 4)
            self.assertEqual(names, {"b.safetensors"}, name)
            self.assertEqual(len(unread), 1, unread)
            self.assertIn(os.path.join(top, name), unread[0])
            self.assertEqual(self.checked(top), (4, [os.path.join(top, name)]), name)
            self.assertEqual(run("tree", top, self.model("W")).returncode, 4, name)
            done = run("index", "add", os.path.join(top, "all.wki"), top)
            self.assertEqual(done.returncode, 2, name)
            self.assertIn(b"added        1  b.safetensors", done.stdout)
            self.assertIn(os.path.basename(name).encode(), done.stderr)
        # What was found elsewhere does not clear it either.
        found = self.made({"Q.safetensors": "Q", "a.safetensors": parent[:2000]})
        self.assertEqual(self.scanned(found, 4)[0], {"Q.safetensors"})
        for verdict, code in (("related", 1), ("identical", 4)):
            done = run("scan", self.model("H"), "--references", found, "--fail-on", verdict)
            self.assertEqual(done.returncode, code, verdict)
        self.assertEqual(run("tree", found, self.model("H")).returncode, 4)
        nothing = self.made({"a.pt": b"\xff" * 50})
        done = run("scan", self.model("H"), "--references", nothing)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"a.pt", done.stderr)

    def test_files_of_a_training_run_without_weights_are_left_out(self):
        """A pickle of classes that nobody knows is looked through: it is a checkpoint only where it holds
        tensors."""
        settings = pickled_settings({"learning_rate": 0.1, "output": ["out"]})
        parent = io.BytesIO()
        with zipfile.ZipFile(parent, "w") as archive:
            archive.writestr("args/data.pkl", settings)
            archive.writestr("args/version", "3")
        nothing = struct.pack("<Q", 2) + b"{}"
        files = {"training_args.bin": parent.getvalue(), "old_args.bin": settings,
                 "scheduler.pt": pickle.dumps({"last_epoch": 3}, 2), "none.safetensors": nothing}
        top = self.made({"S.safetensors": "S", "sub/T.safetensors": "A", **files})
        self.assertEqual(self.scanned(top, 0), ({"S.safetensors", "sub"}, []))
        report = json.loads(run("scan", self.model("H"), "--references", top, "--json").stdout)
        for name in files:
            self.assertIn(f"left out: {os.path.join(top, name)}: holds no tensor", report["limits"])
        self.assertEqual(self.checked(self.made({"S.safetensors": "S", **files})), (0, []))
        whole = self.made({"model.safetensors": "S", "config.json": b"{}", **files})
        self.assertEqual(self.scanned(whole, 0), ({os.path.basename(whole)}, []))

    def test_unknown_classes_that_hold_tensors_are_checkpoints_that_cannot_be_read(self):
        storage = (b"ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\nFloatStorage\n"
                   b"X\x01\0\0\0" + b"0X\x03\0\0\0cpuK\x04tQK\0K\x04\x85K\x01\x85\x89"
                   b"ccollections\nOrderedDict\n)RtR")
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("m/data.pkl", b"\x80\x02cmine\nNetwork\n)\x81}X\x01\0\0\0w" +
                             storage + b"sb.")
            archive.writestr("m/version", "3")
            archive.writestr("m/data/0", struct.pack("<4f", 1, 2, 3, 4))
        top = self.made({"S.safetensors": "S", "net.pt": made.getvalue()})
        self.assertEqual(run("inspect", "--lenient-pickle", os.path.join(top, "net.pt")).returncode, 0)
        self.assertEqual(self.checked(top), (4, [os.path.join(top, "net.pt")]))

    def test_a_policy_skips_nobody_and_says_so(self):
        rules = self.path("rules.json")
        with open(rules, "w", encoding="ascii") as file:
            json.dump(self.POLICY, file)
        for arguments in (["check", self.model("S"), "--policy", rules], ["scan", self.model("S")]):
            done = run(*arguments, "--references", self.models)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(b"each of them was compared", done.stdout)
            self.assertNotIn(b"best ranked", done.stdout)
        done = run("scan", self.model("S"), "--references", self.models, "--confirm", "2")
        self.assertIn(b"only the best ranked of them", done.stdout)

    def test_shards_and_links_are_no_models_of_their_own(self):
        tensors = founder(1)
        halves = [dict(list(tensors.items())[:4]), dict(list(tensors.items())[4:])]
        top = self.made({"README.md": b"text"})
        shards = [f"model-0000{at + 1}-of-00002.safetensors" for at in range(2)]
        for shard, half in zip(shards, halves):
            write_model(os.path.join(top, shard), half)
        with open(os.path.join(top, "model.safetensors.index.json"), "w", encoding="ascii") as file:
            json.dump({"weight_map": {name: shard for shard, half in zip(shards, halves)
                                      for name in half}}, file)
        self.assertEqual(self.scanned(top, 0), ({os.path.basename(top)}, []))
        shutil.copy(self.model("S"), os.path.join(top, "other.safetensors"))
        os.symlink(top, os.path.join(top, "again"))
        os.mkfifo(os.path.join(top, "pipe"))
        names, unread = self.scanned(top, 0)
        self.assertEqual((names, unread), ({os.path.basename(top), "other.safetensors"}, []))


class Tree(ManyModels):
    def test_the_tree_of_a_folder(self):
        picture = self.path("tree.svg")
        done = run("tree", self.models, "--json", "--svg", picture)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        forest = self.validated(done.stdout, "forest-1.json")
        names = [model["name"][0] for model in forest["models"]]
        self.assertEqual([names[at] for at in forest["singles"]], ["S"])
        family = forest["families"][0]
        at = ["".join(names[member["model"]] for member in node["members"])
              for node in family["nodes"]]
        edges = {frozenset((at[edge["first"]], at[edge["second"]])) for edge in family["edges"]}
        self.assertEqual(edges, {frozenset(pair) for pair in ("WQ", "QH", "WA", "WB")})
        self.assertFalse(any(edge["directed"] for edge in family["edges"]))
        self.assertIsNone(family["root"])
        merge = family["merges"][0]
        self.assertTrue(merge["proven"])
        self.assertEqual(at[merge["child"]], "M")
        self.assertEqual({at[parent["node"]] for parent in merge["parents"]}, {"A", "B"})
        xml.dom.minidom.parse(picture)
        self.assertEqual(run("tree", self.models, "--json", "--threads", "1").stdout, done.stdout)

    def test_newick_and_text(self):
        line = run("tree", self.models, "--newick").stdout.decode()
        self.assertTrue(line.startswith("[&U] ("), line)
        self.assertEqual(line.count("\n"), 1)
        self.assertTrue(line.endswith(";\n"))
        self.assertEqual(line.count("'M.safetensors'#H1"), 2)
        self.assertEqual(line.count("("), line.count(")"))
        text = run("tree", self.models).stdout
        self.assertIn(b"no proven root", text)
        self.assertNotIn(b"nan", text)

    def test_weights_can_be_asked_for(self):
        files = [self.model(name) for name in "WQH"]
        forest = json.loads(run("tree", "--weights", "--json", *files).stdout)
        self.assertEqual({pair["source"] for pair in forest["pairs"]}, {"weights"})
        self.assertEqual(len(forest["families"][0]["edges"]), 2)

    def test_what_makes_no_sense(self):
        for usage in (["tree"], ["tree", self.model("W")],
                      ["tree", self.model("W"), self.model("W")],
                      ["tree", self.models, self.model("W")],
                      ["tree", self.model("W"), "/no/such/model"]):
            done = run(*usage)
            self.assertEqual(done.returncode, 2, usage)
            self.assertEqual(done.stdout, b"", usage)
        self.assertIn(b"Examples:", run("tree", "--help").stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
