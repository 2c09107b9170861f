"""The command as its users meet it: command_test.py WEIGHTKIN STORY_DIRECTORY"""

import hashlib
import json
import os
import random
import stat
import struct
import subprocess
import sys
import tempfile
import threading
import unittest

WEIGHTKIN = sys.argv[1]
STORY = sys.argv[2]
SUSPECT = os.path.join(STORY, "suspect.safetensors")
INNOCENT = os.path.join(STORY, "innocent.safetensors")
DONOR = os.path.join(STORY, "donor.safetensors")


def run(*arguments, **options):
    options.setdefault("stdout", subprocess.PIPE)
    return subprocess.run([WEIGHTKIN, *arguments], stderr=subprocess.PIPE, check=False, **options)


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


class ExitCodes(unittest.TestCase):
    def test_a_finding_is_no_failure_unless_asked_for(self):
        direct = ("--depth", "direct")
        self.assertEqual(run("compare", SUSPECT, DONOR, *direct).returncode, 0)
        for verdict in ("related", "derived", "reencoded", "identical_after_cast"):
            done = run("compare", SUSPECT, DONOR, "--fail-on", verdict, *direct)
            self.assertEqual(done.returncode, 1, verdict)
        done = run("compare", SUSPECT, DONOR, "--fail-on", "identical", *direct)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(run("compare", DONOR, DONOR, "--fail-on", "identical").returncode, 1)
        self.assertEqual(run("compare", INNOCENT, DONOR, "--fail-on", "related").returncode, 0)

    def test_wrong_usage(self):
        for usage in ([], ["compare", SUSPECT], ["inspect"], ["compare", SUSPECT, DONOR, "--what"],
                      ["compare", SUSPECT, DONOR, "--fail-on", "similar"],
                      ["compare", SUSPECT, DONOR, "--threads", "-1"]):
            done = run(*usage)
            self.assertEqual(done.returncode, 2, usage)
            self.assertEqual(done.stdout, b"")
            self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)
            self.assertTrue(done.stderr.startswith(b"weightkin: "), done.stderr)
        for usage in (["bogus"], ["bogus", SUSPECT, DONOR]):
            done = run(*usage)
            self.assertEqual(done.returncode, 2)
            self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)
            self.assertIn(b"'bogus'", done.stderr)
        for usage in (["--help"], ["compare", "--help"], ["--version"]):
            self.assertEqual(run(*usage).returncode, 0, usage)

    def test_help_and_complaints_are_plain_text(self):
        for usage in (["--help"], ["inspect", "--help"], ["compare", "--help"], ["report", "--help"],
                      ["check", "--help"], ["scan", "--help"], ["tree", "--help"],
                      ["fingerprint", "--help"], ["hash", "--help"], ["convert", "--help"],
                      ["index", "--help"], ["manual"], ["compare", "a", "b", "--depth", "nosuch"],
                      ["report", "a", "--format", "nosuch"]):
            done = run(*usage)
            text = (done.stdout + done.stderr).decode("ascii")
            self.assertEqual([c for c in text if c < " " and c != "\n"], [], usage)
        self.assertIn(b"automatic", run("compare", "--help").stdout)
        self.assertIn(b"automatic", run("compare", "a", "b", "--depth", "nosuch").stderr)

    def test_numbers_are_numbers(self):
        for option, values in (("--search-seconds", ("nan", "-1", "soon")),
                               ("--seed", ("-1", "1.5", "+1", "18446744073709551616"))):
            for value in values:
                done = run("compare", SUSPECT, DONOR, option, value)
                self.assertEqual((done.returncode, done.stdout), (2, b""), (option, value))
                self.assertIn(option.encode(), done.stderr)

    def test_what_cannot_be_read_is_named_in_one_line(self):
        with tempfile.TemporaryDirectory() as folder:
            cut = os.path.join(folder, "cut\x1b[31m.safetensors")
            with open(DONOR, "rb") as whole, open(cut, "wb") as part:
                part.write(whole.read(100_000))
            empty = os.path.join(folder, "empty")
            open(empty, "wb").close()
            for path in (cut, empty, os.path.join(folder, "missing")):
                for command in (["inspect", path], ["compare", path, DONOR],
                                ["compare", DONOR, path]):
                    done = run(*command)
                    self.assertEqual(done.returncode, 2, command)
                    self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)
                    self.assertIn(os.path.basename(path)[:3].encode(), done.stderr)
                    self.assertNotIn(b"\x1b", done.stderr)

    def test_nobody_waits_for_a_fifo(self):
        with tempfile.TemporaryDirectory() as folder:
            fifo = os.path.join(folder, "fifo")
            os.mkfifo(fifo)
            for command in (["inspect", fifo], ["compare", fifo, DONOR], ["compare", DONOR, fifo],
                            ["fingerprint", fifo, "-o", os.path.join(folder, "out.wkf")],
                            ["hash", fifo], ["scan", DONOR, "--references", fifo],
                            ["tree", DONOR, fifo]):
                done = run(*command, timeout=60)
                self.assertEqual(done.returncode, 2, command)
                self.assertIn(b"weightkin: io: ", done.stderr, command)

    def test_nothing_comparable(self):
        with tempfile.TemporaryDirectory() as folder:
            other = os.path.join(folder, "other.safetensors")
            write_model(other, {"w": ([5, 7], [i * 0.5 % 3.1 - 1.4 for i in range(35)])})
            done = run("compare", other, DONOR)
            self.assertEqual(done.returncode, 3)
            self.assertIn(b"not_comparable", done.stdout)

    def test_too_little_to_decide(self):
        with tempfile.TemporaryDirectory() as folder:
            few = [os.path.join(folder, name) for name in ("a", "b")]
            for number, path in enumerate(few):
                draw = random.Random(number)
                values = [draw.gauss(0, 1) for _ in range(80)]
                write_model(path, {"layers.0.mlp.up_proj.weight": ([10, 8], values)})
            self.assertEqual(run("compare", *few).returncode, 4)

    def test_a_gate_is_not_passed_by_a_component_that_is_undetermined(self):
        with tempfile.TemporaryDirectory() as folder:
            pair = [os.path.join(folder, name) for name in ("a", "b")]
            for number, path in enumerate(pair):
                draw = random.Random(number)
                shapes = {f"model.layers.{layer}.mlp.{role}_proj.weight": shape
                          for layer in range(2) for role, shape in (
                              ("up", [96, 48]), ("gate", [96, 48]), ("down", [48, 96]))}
                shapes["vision_tower.encoder.layers.0.mlp.fc1.weight"] = [10, 8]
                write_model(path, {name: (shape, [draw.gauss(0, 1)
                                                  for _ in range(shape[0] * shape[1])])
                                   for name, shape in shapes.items()})
            done = run("compare", *pair)
            self.assertEqual(done.returncode, 0)
            self.assertIn(b"not cleared: 1 of 2 components (vision_encoder)", done.stdout)
            self.assertEqual(run("compare", *pair, "--fail-on", "identical").returncode, 4)


class Output(unittest.TestCase):
    def test_the_same_bytes_whatever_the_threads_and_the_access(self):
        first = run("compare", SUSPECT, DONOR, "--json").stdout
        self.assertEqual(json.loads(first)["overall"]["verdict"], "identical_after_cast")
        for more in (["--threads", "1"], ["--threads", "5"], ["--copy"]):
            self.assertEqual(run("compare", SUSPECT, DONOR, "--json", *more).stdout, first, more)

    def test_a_file_is_written_whole_and_alone(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "report.json")
            picture = os.path.join(folder, "picture.svg")
            page = os.path.join(folder, "page.html")
            with open(path, "w", encoding="ascii") as old:
                old.write("old")
            done = run("compare", SUSPECT, DONOR, "--json", "-o", path, "--svg", picture,
                       "--html", page, "--depth", "direct", umask=0o027)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))
            self.assertEqual(sorted(os.listdir(folder)), ["page.html", "picture.svg", "report.json"])
            self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o640)
            with open(path, encoding="ascii") as report:
                self.assertEqual(json.load(report)["tool"]["name"], "weightkin")
            with open(page, encoding="utf-8") as report:
                text = report.read()
            self.assertTrue(text.startswith("<!DOCTYPE html>") and text.endswith("</html>\n"))
            self.assertIn("Identical after cast", text)
            failed = run("compare", SUSPECT, DONOR, "--html", "/no/such/folder/page.html")
            self.assertEqual((failed.returncode, failed.stdout), (2, b""))

    def test_what_a_link_leads_to_is_written_and_the_link_stays(self):
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(os.path.join(folder, "real"))
            for target, command in (("real/report.json", ["inspect", DONOR, "--json", "-o"]),
                                    ("real/model.safetensors", ["convert", DONOR])):
                link = os.path.join(folder, "link")
                os.symlink("second", link)
                os.symlink(target, os.path.join(folder, "second"))
                for _ in range(2): # not there yet, then there
                    self.assertEqual(run(*command, link).returncode, 0)
                    self.assertEqual(os.readlink(link), "second")
                    self.assertEqual(sorted(os.listdir(folder)), ["link", "real", "second"])
                    self.assertGreater(os.path.getsize(os.path.join(folder, target)), 100)
                os.remove(link)
                os.remove(os.path.join(folder, "second"))

    def test_one_output_does_not_replace_another(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "out")
            os.symlink("out", os.path.join(folder, "same"))
            for usage in (["-o", path, "--svg", path], ["--svg", path, "--html", path],
                          ["-o", path, "--html", os.path.join(folder, ".", "out")],
                          ["-o", path, "--svg", os.path.join(folder, "same")]):
                done = run("compare", SUSPECT, DONOR, *usage)
                self.assertEqual((done.returncode, done.stdout), (2, b""), usage)
                self.assertIn(b"two outputs", done.stderr)
                self.assertFalse(os.path.exists(path))
            self.assertEqual(run("tree", SUSPECT, DONOR, "-o", path, "--svg", path).returncode, 2)
            self.assertEqual(run("compare", SUSPECT, DONOR, "-o", "/dev/null", "--svg",
                                 "/dev/null", "--depth", "direct").returncode, 0)

    def test_texts_may_come_from_a_pipe_and_not_from_a_folder(self):
        result = run("compare", SUSPECT, DONOR, "--json", "--depth", "direct").stdout
        reader, writer = os.pipe()
        feeding = threading.Thread(target=lambda: (os.write(writer, result), os.close(writer)))
        feeding.start()
        done = subprocess.run([WEIGHTKIN, "report", f"/dev/fd/{reader}", "--format", "json"],
                              pass_fds=[reader], capture_output=True, check=False)
        feeding.join()
        os.close(reader)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, result, b""))
        done = run("report", STORY)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"is a folder", done.stderr)

    def test_a_negative_seed_is_none(self):
        for usage in (["compare", SUSPECT, DONOR], ["fingerprint", DONOR, "--json"],
                      ["scan", SUSPECT, "--references", DONOR], ["tree", SUSPECT, DONOR]):
            done = run(*usage, "--seed", "-1")
            self.assertEqual((done.returncode, done.stdout), (2, b""), usage)

    def test_a_report_that_cannot_be_written_is_a_failure(self):
        self.assertEqual(run("inspect", DONOR, "-o", "/no/such/folder/x").returncode, 2)
        self.assertEqual(run("inspect", DONOR, "-o", STORY).returncode, 2)
        if os.path.exists("/dev/full"):
            with open("/dev/full", "wb") as full:
                self.assertEqual(run("inspect", DONOR, stdout=full).returncode, 2)

    def test_several_models_are_one_json_array(self):
        self.assertIsInstance(json.loads(run("inspect", DONOR, "--json").stdout), dict)
        both = run("inspect", DONOR, SUSPECT, "--json")
        self.assertEqual([model["model"]["name"] for model in json.loads(both.stdout)],
                         [DONOR, SUSPECT])
        broken = run("inspect", "/no/such/model", DONOR, "--json")
        self.assertEqual(broken.returncode, 2)
        self.assertEqual(len(json.loads(broken.stdout)), 1)

    def test_a_map_overrides_the_rules(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "map.json")
            with open(path, "w", encoding="ascii") as file:
                json.dump({"rules": [{"prefix": "visual.", "component": "eyes"},
                                     {"prefix": "model.vision_model.", "component": "eyes"}]}, file)
            done = run("compare", SUSPECT, DONOR, "--json", "--map", path,
                       "--depth", "direct")
            components = {row["id"]: row["verdict"] for row in json.loads(done.stdout)["components"]}
            self.assertEqual(components["eyes"], "derived")
            with open(path, "w", encoding="ascii") as file:
                file.write('{"rules":')
            done = run("compare", SUSPECT, DONOR, "--map", path)
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"map.json", done.stderr)


class Convert(unittest.TestCase):
    @staticmethod
    def tensors_of(path):
        """{name: (dtype, shape, bytes)} of a safetensors file, and its metadata."""
        with open(path, "rb") as file:
            data = file.read()
        length = struct.unpack("<Q", data[:8])[0]
        header = json.loads(data[8:8 + length])
        metadata = header.pop("__metadata__", {})
        begin = 8 + length
        return {name: (row["dtype"], row["shape"],
                       data[begin + row["data_offsets"][0]:begin + row["data_offsets"][1]])
                for name, row in header.items()}, metadata

    def test_what_is_kept_is_kept_bit_for_bit(self):
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, "out.safetensors")
            done = run("convert", DONOR, out, umask=0o027)
            self.assertEqual((done.returncode, done.stderr), (0, b""))
            self.assertEqual(os.listdir(folder), ["out.safetensors"])
            self.assertEqual(stat.S_IMODE(os.stat(out).st_mode), 0o640)
            tensors, metadata = self.tensors_of(out)
            self.assertEqual(tensors, self.tensors_of(DONOR)[0])
            self.assertEqual(metadata, {"format": "pt"})
            again = os.path.join(folder, "again.safetensors")
            self.assertEqual(run("convert", out, again, "--copy").returncode, 0)
            with open(out, "rb") as first, open(again, "rb") as second:
                self.assertEqual(second.read(), first.read())
            done = run("compare", out, DONOR, "--fail-on", "identical")
            self.assertEqual(done.returncode, 1)

    def test_its_own_input_is_not_overwritten(self):
        with tempfile.TemporaryDirectory() as folder:
            shards = [os.path.join(folder, f"m-{i}.safetensors") for i in (1, 2)]
            for name, shard in zip("ab", shards):
                write_model(shard, {name: ([2], [1.0, 2.0])})
            index = os.path.join(folder, "model.safetensors.index.json")
            with open(index, "w", encoding="ascii") as file:
                json.dump({"weight_map": {"a": "m-1.safetensors", "b": "m-2.safetensors"}}, file)
            link = os.path.join(folder, "link")
            os.symlink(shards[0], link)
            for model, out in ((shards[0], shards[0]), (shards[0], link), (folder, shards[1]),
                               (index, index)):
                with open(out, "rb") as file:
                    before = file.read()
                done = run("convert", model, out, "--dtype", "f16")
                self.assertEqual(done.returncode, 2, out)
                self.assertIn(b"write to another name", done.stderr)
                with open(out, "rb") as file:
                    self.assertEqual(file.read(), before)
            # What lies beside a model and is none of its files may be written.
            self.assertEqual(run("convert", shards[0], shards[1]).returncode, 0)

    def test_what_is_left_out_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, "out.safetensors")
            write_model(os.path.join(folder, "1"), {"a": ([1], [1.0])})
            write_model(os.path.join(folder, "2"), {"b": ([1], [1.0]), "a": ([1], [2.0])})
            index = os.path.join(folder, "index.json")
            with open(index, "w", encoding="ascii") as file:
                json.dump({"weight_map": {"a": "1", "b": "2"}}, file)
            done = run("convert", index, out)
            self.assertEqual(done.returncode, 0)
            self.assertIn(b"weightkin: warning: ", done.stderr)
            self.assertIn(b"tensor 'a' lies in shard '2' too", done.stderr)

    def test_narrower_types(self):
        with tempfile.TemporaryDirectory() as folder:
            wide, out = os.path.join(folder, "wide"), os.path.join(folder, "out")
            write_model(wide, {"w": ([4], [1.0, -2.5, 1e6, 1.00048828125])})
            done = run("convert", wide, out, "--dtype", "f16")
            self.assertEqual(done.returncode, 0)
            self.assertIn(b"1 values were too large", done.stdout)
            dtype, shape, data = self.tensors_of(out)[0]["w"]
            self.assertEqual((dtype, shape), ("F16", [4]))
            # 1 + 2^-11 lies midway between two halves and goes to the even one.
            self.assertEqual(struct.unpack("<4e", data), (1.0, -2.5, float("inf"), 1.0))
            run("convert", wide, out, "--dtype", "bf16", "--as-stored")
            tensors, metadata = self.tensors_of(out)
            self.assertEqual(tensors["w"][0], "BF16")
            self.assertEqual(metadata, {})
            run("convert", wide, out, "--dtype", "keep")
            self.assertEqual(self.tensors_of(out)[0], self.tensors_of(wide)[0])

    def test_what_fails_leaves_nothing_behind(self):
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, "out")
            for usage in (["convert", DONOR], ["convert", DONOR, out, "--dtype", "f8"],
                          ["convert", "/no/such/model", out],
                          ["convert", DONOR, "/no/such/folder/out"], ["convert", DONOR, folder]):
                done = run(*usage)
                self.assertEqual(done.returncode, 2, usage)
                self.assertEqual(done.stdout, b"")
                self.assertEqual(os.listdir(folder), [])
            done = run("convert", "--help")
            self.assertEqual(done.returncode, 0)
            self.assertIn(b"Examples:", done.stdout)


class Fingerprint(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.donor = os.path.join(self.folder.name, "donor.wkf")
        done = run("fingerprint", DONOR, "-o", self.donor, umask=0o027)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertIn(b"root ", done.stdout)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def bytes_of(self, path):
        with open(path, "rb") as file:
            return file.read()

    def test_a_file_is_written_whole_and_alone(self):
        self.assertEqual(os.listdir(self.folder.name), ["donor.wkf"])
        self.assertEqual(stat.S_IMODE(os.stat(self.donor).st_mode), 0o640)
        self.assertEqual(self.bytes_of(self.donor)[:8], b"\x89WKF\r\n\x1a\n")

    def verdicts(self, *arguments):
        done = run("compare", "--json", *arguments)
        self.assertEqual(done.stderr, b"")
        report = json.loads(done.stdout)
        return report, {part["id"]: part["verdict"] for part in report["components"]}

    def test_compare_takes_a_fingerprint_for_either_model(self):
        suspect = self.path("suspect.wkf")
        self.assertEqual(run("fingerprint", SUSPECT, "-o", suspect).returncode, 0)
        _, expected = self.verdicts(SUSPECT, DONOR)
        for sides in ((suspect, DONOR), (SUSPECT, self.donor), (suspect, self.donor)):
            report, found = self.verdicts(*sides)
            self.assertEqual(report["source"], "fingerprints")
            self.assertEqual(found, expected, sides)
        _, found = self.verdicts(INNOCENT, self.donor)
        self.assertNotIn("derived", found.values())
        text = run("compare", SUSPECT, self.donor, "--tensors").stdout
        self.assertIn(b"from fingerprints", text)
        self.assertNotIn(b"nan", text)

    def test_what_fingerprints_do_not_tell_is_null(self):
        report, _ = self.verdicts(SUSPECT, self.donor)
        changed = [t for t in report["tensors"] if t["equality"] == "unknown"]
        self.assertTrue(changed)
        for tensor in changed:
            self.assertIsNone(tensor["pass"]["bit_equal"])
            self.assertIsNone(tensor["pass"]["sum_products"])

    def test_fingerprints_of_two_seeds_are_not_compared(self):
        other = self.path("other.wkf")
        self.assertEqual(run("fingerprint", DONOR, "-o", other, "--seed", "1").returncode, 0)
        done = run("compare", other, self.donor)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"seed", done.stderr)
        self.assertEqual(run("compare", DONOR, other, "--fail-on", "identical").returncode, 1)

    def test_the_same_bytes_whatever_the_threads_and_the_access(self):
        again = self.path("again.wkf")
        for more in (["--threads", "1"], ["--threads", "5"], ["--copy"], ["--level", "full"]):
            self.assertEqual(run("fingerprint", DONOR, "-o", again, *more).returncode, 0)
            self.assertEqual(self.bytes_of(again), self.bytes_of(self.donor), more)
        run("fingerprint", DONOR, "-o", again, "--seed", "1")
        self.assertNotEqual(self.bytes_of(again), self.bytes_of(self.donor))

    def test_a_fingerprint_can_be_made_less(self):
        for less in (["--level", "small"], ["--without", "names,units"], ["--without", "digests"],
                     ["--level", "small", "--without", "sums,sketch,rows"]):
            one, two = self.path("one.wkf"), self.path("two.wkf")
            self.assertEqual(run("fingerprint", DONOR, *less, "-o", one).returncode, 0)
            self.assertEqual(run("fingerprint", *less, self.donor, "-o", two).returncode, 0)
            self.assertEqual(self.bytes_of(one), self.bytes_of(two), less)
            self.assertLess(os.path.getsize(one), os.path.getsize(self.donor), less)
        document = json.loads(run("fingerprint", self.donor, "--json", "--without",
                                  "names").stdout)
        self.assertTrue(all(tensor["name"].startswith("#") for tensor in document["tensors"]))

    def test_it_is_inspected(self):
        text = run("inspect", self.donor, "--tensors")
        self.assertEqual(text.returncode, 0)
        self.assertIn(b"of donor.safetensors (safetensors), seed 0", text.stdout)
        document = json.loads(run("inspect", self.donor, "--json").stdout)
        self.assertEqual(document["schema"], "urn:weightkin:schema:fingerprint:1.0")
        self.assertEqual(document, json.loads(run("fingerprint", DONOR, "--json").stdout))
        self.assertEqual(len(document["tensors"]), text.stdout.count(b"["))
        both = json.loads(run("inspect", self.donor, DONOR, "--json").stdout)
        self.assertEqual(len(both), 2)

    def test_what_fails_leaves_nothing_behind(self):
        cut = self.path("cut.wkf")
        with open(cut, "wb") as file:
            file.write(self.bytes_of(self.donor)[:-1])
        out = self.path("out.wkf")
        for usage in (["fingerprint", DONOR], ["fingerprint", "-o", out], ["fingerprint", cut, "-o", out],
                      ["inspect", cut], ["fingerprint", "/no/such/model", "-o", out],
                      ["fingerprint", DONOR, "-o", "/no/such/folder/x"],
                      ["fingerprint", DONOR, "-o", self.folder.name],
                      ["fingerprint", DONOR, "-o", out, "--level", "tiny"],
                      ["fingerprint", DONOR, "-o", out, "--without", "weights"],
                      ["fingerprint", self.donor, "-o", out, "--seed", "5"]):
            done = run(*usage)
            self.assertEqual(done.returncode, 2, usage)
            self.assertEqual(done.stdout, b"")
            self.assertFalse(os.path.exists(out))
        self.assertIn(b"cut.wkf: byte 16", run("inspect", cut).stderr)
        self.assertIn(b"Examples:", run("fingerprint", "--help").stdout)
class Hash(unittest.TestCase):
    def test_digests_do_not_depend_on_the_container(self):
        first = run("hash", DONOR, "--json")
        self.assertEqual((first.returncode, first.stderr), (0, b""))
        donor = json.loads(first.stdout)
        self.assertEqual(len(donor["root"]), 64)
        for more in (["--threads", "1"], ["--threads", "5"], ["--copy"]):
            self.assertEqual(run("hash", DONOR, "--json", *more).stdout, first.stdout)
        text = run("hash", DONOR)
        for value in [donor["root"], donor["nameless_root"], donor["tensors"][0]["stored"]]:
            self.assertIn(value.encode(), text.stdout)
        with tempfile.TemporaryDirectory() as folder:
            half, wide = os.path.join(folder, "half"), os.path.join(folder, "wide")
            run("convert", DONOR, half, "--dtype", "bf16")
            run("convert", half, wide, "--dtype", "f32")
            both = json.loads(run("hash", half, wide, "--json").stdout)
            self.assertEqual(both[0]["root"], both[1]["root"])
            self.assertNotEqual(both[0]["tensors"][0]["stored"], both[1]["tensors"][0]["stored"])
            self.assertNotEqual(both[0]["root"], donor["root"])

    def test_a_manifest_is_kept_and_its_breaches_are_named(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("config.json", os.path.join("sub", "weights"), "last"):
                os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
                with open(os.path.join(folder, name), "w", encoding="ascii") as file:
                    file.write("content of " + name)
            manifest = os.path.join(folder, "manifest.json") # inside the folder it lists
            for algorithm in ("sha256", "blake3"):
                done = run("hash", folder, "--manifest", "-o", manifest, "--hash", algorithm)
                self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))
                done = run("hash", folder, "--check", manifest)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            with open(manifest, encoding="ascii") as file:
                statement = json.load(file)
            names = [row["name"] for row in statement["predicate"]["resources"]]
            self.assertEqual(names, ["config.json", "last", "sub/weights"])
            with open(os.path.join(folder, "sub", "weights"), "a", encoding="ascii") as file:
                file.write("!")
            os.remove(os.path.join(folder, "last"))
            with open(os.path.join(folder, "new"), "w", encoding="ascii") as file:
                file.write("")
            done = run("hash", folder, "--check", manifest)
            self.assertEqual(done.returncode, 1)
            lines = done.stdout.decode().split("\n")
            self.assertEqual([line.split() for line in lines[:3]],
                             [["missing", "last"], ["extra", "new"], ["differs", "sub/weights"]])
            done = run("hash", folder, "--check", manifest, "--json")
            self.assertEqual(done.returncode, 1)
            self.assertFalse(json.loads(done.stdout)["as_listed"])
            done = run("hash", folder, "--check", manifest, "--ignore", "new", "--ignore", "./sub/")
            self.assertEqual(done.returncode, 1)
            self.assertNotIn(b"new", done.stdout)

    def test_the_subject_is_the_sha256_of_the_digests_in_order(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "one")
            with open(path, "wb") as file:
                file.write(b"abc")
            statement = json.loads(run("hash", path, "--manifest").stdout)
            inner = hashlib.sha256(b"abc").digest()
            self.assertEqual(statement["subject"][0]["digest"]["sha256"],
                             hashlib.sha256(inner).hexdigest())
            self.assertEqual(statement["predicate"]["resources"],
                             [{"name": ".", "algorithm": "sha256", "digest": inner.hex()}])

    def test_links_are_refused_unless_asked_for(self):
        with tempfile.TemporaryDirectory() as folder:
            os.symlink(DONOR, os.path.join(folder, "model.safetensors"))
            done = run("hash", folder, "--manifest")
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"link", done.stderr)
            self.assertEqual(run("hash", folder, "--manifest", "--follow-links").returncode, 0)

    def test_what_cannot_be_done(self):
        with tempfile.TemporaryDirectory() as folder:
            broken = os.path.join(folder, "broken.json")
            with open(broken, "w", encoding="ascii") as file:
                file.write("{}")
            for usage in (["hash"], ["hash", "/no/such/model"], ["hash", DONOR, SUSPECT, "--manifest"],
                          ["hash", DONOR, "--manifest", "--check", broken],
                          ["hash", DONOR, "--check", broken], ["hash", DONOR, "--hash", "sha256"],
                          ["hash", DONOR, "--check", os.path.join(folder, "missing")],
                          ["hash", DONOR, "--manifest", "--hash", "md5"]):
                done = run(*usage)
                self.assertEqual(done.returncode, 2, usage)
                self.assertEqual(done.stdout, b"", usage)
        done = run("hash", "--help")
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"Examples:", done.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
