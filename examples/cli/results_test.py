"""report and check as their users meet them: results_test.py WEIGHTKIN STORY"""

import hashlib
import json
import os
import struct
import subprocess
import sys
import tempfile
import unittest
import xml.dom.minidom

WEIGHTKIN, STORY = sys.argv[1:3]
POLICIES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "policies")
TIME = "2026-01-31T12:00:00Z"


def run(*arguments):
    return subprocess.run([WEIGHTKIN, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False)


def story(name):
    return os.path.join(STORY, name + ".safetensors")


def policy(name):
    return os.path.join(POLICIES, name + ".json")


FOLDER = tempfile.TemporaryDirectory()


def setUpModule():
    """The results and fingerprints that all tests use."""
    for name in ("suspect", "innocent"):
        done = run("compare", story(name), story("donor"), "--digests", "--json", "--depth",
                   "direct", "-o", Results.path(name + ".json"))
        assert done.returncode == 0, done.stderr
    for name in ("suspect", "innocent", "donor"):
        done = run("fingerprint", story(name), "-o", Results.path(name + ".wkf"))
        assert done.returncode == 0, done.stderr


def tearDownModule():
    FOLDER.cleanup()


class Results(unittest.TestCase):
    @staticmethod
    def path(name):
        return os.path.join(FOLDER.name, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)


class Report(Results):
    def test_files_are_named_with_their_digests(self):
        with open(self.path("suspect.json"), encoding="ascii") as file:
            subject = json.load(file)["subject"]
        with open(story("suspect"), "rb") as file:
            content = file.read()
        self.assertEqual(subject["files"],
                         [{"name": "suspect.safetensors", "size_bytes": len(content),
                           "sha256": hashlib.sha256(content).hexdigest()}])

    def test_a_stored_result_is_shown_as_it_was(self):
        result = self.path("suspect.json")
        with open(result, "rb") as file:
            self.assertEqual(run("report", result, "--format", "json").stdout, file.read())
        fresh = run("compare", story("suspect"), story("donor"), "--digests", "--tensors", "--depth",
                    "direct")
        self.assertEqual(run("report", result, "--tensors").stdout, fresh.stdout)
        svg = run("report", result, self.path("innocent.json"), "--format", "svg").stdout
        self.assertEqual(len(xml.dom.minidom.parseString(svg).getElementsByTagName("svg")), 1)

    def test_a_page_for_people(self):
        page = run("report", self.path("suspect.json"), "--format", "html")
        self.assertEqual((page.returncode, page.stderr), (0, b""))
        self.assertIn(b"vision_encoder", page.stdout)
        self.assertTrue(page.stdout.startswith(b"<!"), page.stdout[:80])

    def test_every_document_is_made_twice_alike(self):
        for form in ("cyclonedx", "spdx", "intoto", "svr", "sarif", "card"):
            once, again = (run("report", self.path("suspect.json"), "--format", form, "--created",
                               TIME, "--reference-id", "example/donor") for _ in range(2))
            self.assertEqual((once.returncode, once.stderr), (0, b""), form)
            self.assertEqual(once.stdout, again.stdout)
            self.assertIn(b"example/donor", once.stdout)
            if form != "card":
                json.loads(once.stdout)

    def test_the_proven_ancestor_is_one(self):
        bom = json.loads(run("report", self.path("suspect.json"), "--format", "cyclonedx").stdout)
        parts = {part["name"]: part for part in bom["metadata"]["component"]["components"]}
        self.assertEqual(parts["audio_encoder"]["pedigree"]["ancestors"][0]["name"],
                         "donor.safetensors")
        self.assertIn("variants", parts["vision_encoder"]["pedigree"])
        self.assertNotIn("pedigree", parts["language_model"])
        self.assertNotIn("timestamp", bom["metadata"])
        clear = json.loads(run("report", self.path("innocent.json"), "--format", "cyclonedx").stdout)
        self.assertNotIn("pedigree", clear["metadata"]["component"])

    def test_what_cannot_be_done(self):
        broken = self.write("broken.json", '{"schema": "urn:weightkin:schema:report:1.0"}')
        suspect, innocent = self.path("suspect.json"), self.path("innocent.json")
        for usage, words in ((["report"], b"RESULT"), (["report", broken], b"broken.json: /subject"),
                             (["report", story("donor")], b"not JSON"),
                             (["report", self.path("none")], b"cannot open"),
                             (["report", suspect, innocent], b"one result"),
                             (["report", suspect, innocent, "--format", "sarif"], b"same subject"),
                             (["report", suspect, "--format", "spdx"], b"time"),
                             (["report", suspect, "--format", "pdf"], b"pdf"),
                             (["report", suspect, "--format", "card", "--created", "today"],
                              b"2026-01-31T12:00:00Z"),
                             (["report", suspect, "--format", "card", "--created",
                               "2026-02-31T12:00:00Z"], b"2026-01-31T12:00:00Z"),
                             (["report", suspect, "--format", "spdx", "--created", TIME,
                               "--reference-id", 'pkg:a/b"c'], b"package URL"),
                             (["report", suspect, "--created", TIME], b"--created"),
                             (["report", suspect, "--format", "html", "--subject-id", "a/b"],
                              b"--subject-id"),
                             (["report", suspect, "--format", "svg", "--tensors"], b"--tensors"),
                             (["check", "--results", suspect, "--policy", policy("apache-only"),
                               "--map", "nosuch.json"], b"--map"),
                             (["check", "--results", suspect, "--policy", policy("apache-only"),
                               "--seed", "1"], b"--seed"),
                             (["check", "--results", suspect, "--policy", policy("apache-only"),
                               "--prints-only"], b"--prints-only")):
            done = run(*usage)
            self.assertEqual(done.returncode, 2, usage)
            self.assertEqual(done.stdout, b"", usage)
            self.assertIn(words, done.stderr, usage)


class Check(Results):
    def check(self, name, rules, *more):
        return run("check", self.path(name + ".wkf"), "--references", self.path("donor.wkf"),
                   "--policy", rules, *more)

    def test_outcomes_are_exit_codes(self):
        for name, rules, code in (("suspect", "korean-minimum-condition", 1),
                                  ("innocent", "korean-minimum-condition", 0),
                                  ("suspect", "eu-modification", 4),
                                  ("innocent", "eu-modification", 0),
                                  ("suspect", "apache-only", 4)): # the licence is not known
            done = self.check(name, policy(rules), "--json")
            self.assertEqual((done.returncode, done.stderr), (code, b""), (name, rules))
            made = json.loads(done.stdout)
            self.assertEqual(made["outcome"], {0: "pass", 1: "fail", 4: "review"}[code])

    def test_stored_results_are_judged_as_models_are(self):
        for name, rules, code in (("suspect", "korean-minimum-condition", 1),
                                  ("innocent", "korean-minimum-condition", 0),
                                  ("suspect", "eu-modification", 4),
                                  ("innocent", "eu-modification", 0)):
            done = run("check", "--results", self.path(name + ".json"), "--policy", policy(rules),
                       "--json")
            self.assertEqual((done.returncode, done.stderr), (code, b""), (name, rules))
            made = json.loads(done.stdout)
            self.assertEqual(made["outcome"], {0: "pass", 1: "fail", 4: "review"}[code])
            self.assertIn("What the subject's own file says of its origin was not read: stored "
                          "results were judged.", made["limits"])
        # A claim comes from the card then.
        card = self.write("CARD.md", "---\nbase_model: donor\n---\n")
        done = run("check", "--results", self.path("suspect.json"), "--policy",
                   policy("must-attribute"), "--card", card, "--json")
        self.assertEqual(json.loads(done.stdout)["claims"]["base_models"], ["donor"])

    def test_several_results_are_of_one_subject(self):
        rules = policy("korean-minimum-condition")
        both = [self.path("innocent.json"), self.path("suspect.json")]
        done = run("check", "--results", *both, "--policy", rules)
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn(b"another subject", done.stderr)
        done = run("check", "--results", both[1], both[1], "--policy", rules, "--json")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(len(json.loads(done.stdout)["references"]), 2)

    def test_models_or_results_and_not_both(self):
        rules = ["--policy", policy("apache-only")]
        for usage in ([], [self.path("suspect.wkf")], ["--references", self.path("donor.wkf")],
                      [self.path("suspect.wkf"), "--results", self.path("suspect.json")],
                      ["--references", self.path("donor.wkf"), "--results",
                       self.path("suspect.json")],
                      ["--results", self.path("donor.wkf")], ["--results", self.path("none")]):
            done = run("check", *usage, *rules)
            self.assertEqual((done.returncode, done.stdout), (2, b""), usage)

    def test_a_licence_and_a_card_change_the_outcome(self):
        def table(licence):
            return self.write("table.json", json.dumps({
                "schema": "urn:weightkin:schema:licences:1.0",
                "references": [{"name": "donor", "licence": licence, "ids": ["example/donor"]}]}))
        licences = ["--licences", table("apache-2.0")]
        self.assertEqual(self.check("suspect", policy("apache-only"), *licences).returncode, 0)
        licences = ["--licences", table("gemma")]
        self.assertEqual(self.check("suspect", policy("apache-only"), *licences).returncode, 1)
        rules = policy("must-attribute")
        self.assertEqual(self.check("suspect", rules, *licences).returncode, 1)
        card = self.write("README.md", "---\nbase_model: example/donor\n---\nText.\n")
        self.assertEqual(self.check("suspect", rules, *licences, "--card", card).returncode, 0)
        # The innocent claims a base that its weights do not show.
        done = self.check("innocent", policy("apache-only"), *licences, "--card", card)
        self.assertEqual(done.returncode, 4)
        self.assertIn(b"does not support", done.stdout)

    def test_nothing_to_compare_with_is_said(self):
        header = json.dumps({"x": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
        path = self.path("tiny.safetensors")
        with open(path, "wb") as file:
            file.write(struct.pack("<Q", len(header)) + header + bytes(8))
        done = run("check", path, "--references", self.path("donor.wkf"), "--policy",
                   policy("korean-minimum-condition"))
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)

    def test_mistakes_name_their_line(self):
        rules = self.write("rules.json", '{"schema": "urn:weightkin:schema:policy:1.0",\n'
                                         '"name": "n",\n"rulez": []}')
        done = self.check("suspect", rules)
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn(b"rules.json:3: unknown field \"rulez\"", done.stderr)
        card = self.write("bad.md", "---\ntitle: x\nbase_model: {a: b}\n---\n")
        done = self.check("suspect", policy("apache-only"), "--card", card)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"bad.md:3: ", done.stderr)
        done = self.check("suspect", policy("apache-only"), "--licences", rules)
        self.assertIn(b"rules.json:2: ", done.stderr)


def gguf_text(text):
    return struct.pack("<Q", len(text)) + text.encode()


def write_gguf(path, metadata, values):
    """A GGUF file of one f32 tensor, with metadata of texts."""
    head = b"GGUF" + struct.pack("<IQQ", 3, 1, len(metadata))
    for key, value in metadata.items():
        head += gguf_text(key) + struct.pack("<I", 8) + gguf_text(value)
    rows = len(values) // 64
    head += gguf_text("output.weight") + struct.pack("<IQQIQ", 2, 64, rows, 0, 0)
    with open(path, "wb") as file:
        file.write(head + bytes(-len(head) % 32) + struct.pack(f"<{len(values)}f", *values))


class Metadata(Results):
    def test_a_gguf_file_claims_by_itself(self):
        subject = self.path("claims.gguf")
        write_gguf(subject, {"general.architecture": "llama",
                             "general.base_model.0.repo_url": "https://hub.example/example/donor"},
                   [((7919 * i) % 1009) / 1009 - 0.5 for i in range(64 * 64)])
        done = run("check", subject, "--references", self.path("donor.wkf"), "--policy",
                   policy("apache-only"), "--json")
        self.assertIn(done.returncode, (0, 3, 4), done.stderr)
        self.assertEqual(json.loads(done.stdout)["claims"]["base_models"], ["example/donor"])


class Hostile(Results):
    def test_names_from_files_stay_names(self):
        name = '"><script>alert(1)</script>\u202e;$(id)`\n---\nbase_model: stolen\n{0}[x](y)'
        header = json.dumps({name: {"dtype": "F32", "shape": [64, 64],
                                    "data_offsets": [0, 16384]}}).encode()
        values = [((7919 * i) % 1009) / 1009 - 0.5 for i in range(64 * 64)]
        path = self.path("'; DROP TABLE m;--<b>\u202e.safetensors")
        with open(path, "wb") as file:
            file.write(struct.pack("<Q", len(header)) + header + struct.pack("<4096f", *values))
        result = self.path("hostile.json")
        done = run("compare", path, path, "--digests", "--json", "-o", result)
        self.assertIn(done.returncode, (0, 3, 4), done.stderr)
        for form in ("text", "svg", "html", "cyclonedx", "spdx", "intoto", "svr", "sarif", "card"):
            stamp = ["--created", TIME] if form not in ("text", "svg", "html") else []
            done = run("report", result, "--format", form, *stamp)
            self.assertEqual((done.returncode, done.stderr), (0, b""), form)
            text = done.stdout.decode()
            self.assertNotIn("\u202e", text, form)
            self.assertNotIn("\nbase_model: stolen", text, form)
            if form == "svg":
                self.assertNotIn("<script", text)
                xml.dom.minidom.parseString(done.stdout)
            elif form == "html":
                self.assertNotIn("<script>alert", text)
            elif form not in ("text", "card"):
                json.loads(text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
