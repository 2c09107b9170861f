"""What somebody who has never seen weightkin reads first: page_answers_test.py PAGES WEIGHTKIN

Four disputes and one real pair. Each answer has to be in words in the page's answer: which part, from
where, how much, how sure, and what not to conclude."""

import html.parser
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

PAGES, WEIGHTKIN = pathlib.Path(sys.argv[1]), sys.argv[2]
ZOO = pathlib.Path(os.environ.get("WEIGHTKIN_SHARED", "shared")) / "zoo" / "pretrain_gnns"


class Answer(html.parser.HTMLParser):
    """The words of everything before the table of contents."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.words = []
        self.feed(page[page.index("<h1"):page.index("<nav", page.index("<h1"))])
        self.text = re.sub(r"\s+", " ", " ".join(self.words))

    def handle_data(self, data):
        self.words.append(data)


def answer_of(page):
    return Answer(page).text


class Answers(unittest.TestCase):
    def answered(self, text, subject, reference, wanted):
        """`wanted` by question; every question has to have something."""
        self.assertEqual(set(wanted), {"which", "from where", "how much", "how sure", "not said"})
        self.assertIn(subject, text)
        self.assertIn(reference, text)
        for question, patterns in wanted.items():
            for pattern in patterns:
                self.assertRegex(text, pattern, question)

    def page(self, name):
        return answer_of((PAGES / name).read_text(encoding="utf-8"))

    def test_a_tuned_tower_in_a_model_that_is_otherwise_its_own(self):
        self.answered(self.page("f1.html"), "suspect.safetensors", "donor.safetensors", {
            "which": [r"Found in 1 of 3 components", r"vision_encoder .*Derived \(fine-tuned\)"],
            "from where": [r"against the reference's vision_encoder"],
            "how much": [r"10\.0 % of the subject's parameters", r"99\.0 % of the variation"],
            "how sure": [r"how sure: likeness this strong by chance has p < 1e-12"],
            "not said": [r"Not said: .*the rest of the model", r"which of the two came first",
                         r"no nearer relative", r"made from scratch"]})

    def test_an_encoder_that_was_only_rounded(self):
        self.answered(self.page("f2.html"), "omni.safetensors", "audio-donor.safetensors", {
            "which": [r"Found in 1 of 2 components", r"audio_encoder .*Identical after cast"],
            "from where": [r"against the reference's audio_encoder", r"the subject's came later"],
            "how much": [r"7\.5 % of the subject's parameters",
                         r"every compared value is the reference's after rounding"],
            "how sure": [r"how sure: likeness this strong by chance has p < 1e-12"],
            "not said": [r"Not said: .*the rest of the model", r"no nearer relative"]})

    def test_two_strangers_with_gains_that_look_alike(self):
        text = self.page("f4.html")
        self.answered(text, "accused.safetensors", "accuser.safetensors", {
            "which": [r"found in none of 1 component"],
            "from where": [r"Nothing in common was found with this reference"],
            "how much": [r"Nothing in common"],
            "how sure": [r"How sure: .*effects above 0\.0\d\d would have shown"],
            "not said": [r"Not said: .*made from scratch"]})
        self.assertNotRegex(text, r"Found in|in common;")

    def test_a_mixture_against_one_parent(self):
        self.answered(self.page("f9.html"), "mixture.safetensors", "parent-b.safetensors", {
            "which": [r"Found in 1 of 1 component", r"language_model .*Derived"],
            "from where": [r"against the reference's language_model"],
            "how much": [r"100\.0 % of the subject's parameters", r"9\d\.\d % of the variation"],
            "how sure": [r"how sure: likeness this strong by chance has p < 1e-12"],
            "not said": [r"Not said: .*which of the two came first", r"no other parent"]})
        self.assertIn("merged", self.page("f9-explained.html"))

    def test_a_real_pair(self):
        pair = [ZOO / "chem_gcn_supervised_contextpred.pth", ZOO / "chem_gcn_contextpred.pth"]
        if not all(path.exists() for path in pair):
            self.skipTest(f"no {ZOO}; set WEIGHTKIN_SHARED")
        with tempfile.TemporaryDirectory() as folder:
            page, result = os.path.join(folder, "p.html"), os.path.join(folder, "r.json")
            for form, path in (("--html", page), ("--json", None)):
                done = subprocess.run(
                    [WEIGHTKIN, "compare", *map(str, pair), form, *([path] if path else
                                                                    ["-o", result])],
                    check=False, capture_output=True)
                self.assertEqual(done.returncode, 0, done.stderr)
            text = answer_of(pathlib.Path(page).read_text(encoding="utf-8"))
            ruling = json.loads(pathlib.Path(result).read_text(encoding="utf-8"))
        part = ruling["components"][0]
        share = re.escape(f"{100 * part['common_variance']:.1f} % of the variation")
        self.answered(text, pair[0].name, pair[1].name, {
            "which": [r"Found in 1 of \d component", part["id"] + ".*Related"],
            "from where": [r"against the reference's " + part["reference_id"]],
            "how much": [share],
            "how sure": [r"how sure: likeness this strong by chance has p < 1e-12"],
            "not said": [r"Not said: .*which of the two came first", r"no nearer relative"]})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
