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


class Everything(html.parser.HTMLParser):
    """The words of the whole page, without its style and script."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.words = []
        self.feed(page[page.index("<body"):page.index("<script>")])
        self.text = re.sub(r"\s+", " ", " ".join(self.words))

    def handle_data(self, data):
        self.words.append(data)


def words_of(page):
    return Everything(page).text


class Answers(unittest.TestCase):
    def answered(self, text, subject, reference, wanted):
        """`wanted` by question; every question has to have something."""
        self.assertEqual(set(wanted), {"which", "from where", "how much", "how sure", "not said"})
        self.assertIn(subject, text)
        self.assertIn(reference, text)
        for question, patterns in wanted.items():
            for pattern in patterns:
                self.assertRegex(text, pattern, question)

    def fair(self, text):
        """What every finding has to say beside its p, and no act stated as a fact."""
        self.assertRegex(text, r"has p [<=] [0-9.e-]+, which speaks only against unrelated models: "
                               r"it does not say who copied, or that anybody did")
        self.assertNotRegex(text, r"what was done|came later|depends on the reference|"
                                  r"only this can|subject came from the reference")

    def page(self, name):
        return answer_of((PAGES / name).read_text(encoding="utf-8"))

    def test_a_tuned_tower_in_a_model_that_is_otherwise_its_own(self):
        self.answered(self.page("f1.html"), "suspect.safetensors", "donor.safetensors", {
            "which": [r"Found in 1 of 3 components", r"vision_encoder .*Nearly all in common \(looks fine-tuned\)"],
            "from where": [r"against the reference's vision_encoder"],
            "how much": [r"10\.0 % of the subject's parameters", r"99\.0 % of the variation"],
            "how sure": [r"how sure: likeness this strong by chance has p < 1e-12"],
            "not said": [r"Not said: .*the rest of the model", r"which of the two came first",
                         r"no nearer relative", r"made from scratch",
                         r"that anybody copied"]})
        self.fair(self.page("f1.html"))
        self.assertIn("the change looks like: fine-tuned (a reading, not proven)",
                      self.page("f1.html"))
        self.assertIn("remains possible that both were trained apart from one random start",
                      self.page("f1.html"))
        self.assertIn('programs call this "derived", which states how much is shared, not who came '
                      'first', self.page("f1.html"))
        # No badge may sound like a direction that nothing proves.
        for name in ("f1.html", "f9.html"):
            badges = re.findall(r'<span class="badge[^>]*><span[^>]*>[^<]*</span>([^<]*)</span>',
                                (PAGES / name).read_text(encoding="utf-8"))
            self.assertTrue(badges)
            for badge in badges:
                self.assertNotRegex(badge, "(?i)deriv|descen")

    def test_an_encoder_that_was_only_rounded(self):
        self.answered(self.page("f2.html"), "omni.safetensors", "audio-donor.safetensors", {
            "which": [r"Found in 1 of 2 components", r"audio_encoder .*Identical after cast"],
            "from where": [r"against the reference's audio_encoder",
                           r"the subject's values were made from values equal to the reference's: "
                           r"those of the reference itself, or of an equal copy"],
            "how much": [r"7\.5 % of the subject's parameters",
                         r"every compared value equals the reference's after rounding"],
            "how sure": [r"how sure: likeness this strong by chance has p < 1e-12"],
            "not said": [r"Not said: .*the rest of the model", r"no nearer relative",
                         r"proof against forgery: who makes up digits"]})
        self.fair(self.page("f2.html"))
        self.assertIn("the values themselves show: cast", self.page("f2.html"))

    def test_two_strangers_with_gains_that_look_alike(self):
        text = self.page("f4.html")
        self.answered(text, "accused.safetensors", "accuser.safetensors", {
            "which": [r"nothing was found in the subject's only component"],
            "from where": [r"Nothing in common was found with this reference"],
            "how much": [r"Nothing in common"],
            "how sure": [r"How sure: .*effects above 0\.0\d\d would have shown"],
            "not said": [r"Not said: .*made from scratch"]})
        self.assertNotRegex(text, r"Found in|in common;")

    def test_a_mixture_against_one_parent(self):
        self.answered(self.page("f9.html"), "mixture.safetensors", "parent-b.safetensors", {
            "which": [r"Found in 1 of 1 component", r"language_model .*Nearly all in common"],
            "from where": [r"against the reference's language_model"],
            "how much": [r"100\.0 % of the subject's parameters", r"9\d\.\d % of the variation"],
            "how sure": [r"how sure: likeness this strong by chance has p < 1e-12"],
            "not said": [r"Not said: .*which of the two came first", r"no other parent"]})
        self.fair(self.page("f9.html"))
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
            whole = words_of(pathlib.Path(page).read_text(encoding="utf-8"))
            ruling = json.loads(pathlib.Path(result).read_text(encoding="utf-8"))
        part = ruling["components"][0]
        share = re.escape(f"{100 * part['common_variance']:.1f} % of the variation")
        self.answered(text, pair[0].name, pair[1].name, {
            "which": [r"Found in 1 of \d component", part["id"] + ".*Related"],
            "from where": [r"against the reference's " + part["reference_id"]],
            "how much": [share],
            "how sure": [r"how sure: likeness this strong by chance has p < 1e-12"],
            "not said": [r"Not said: .*which of the two came first", r"no nearer relative"]})
        self.fair(text)
        self.assertIn("the change looks like: continued training (a reading, not proven)", text)
        self.assertIn("remains possible that both were trained apart from one random start", text)
        self.assertIn("Both share what unrelated models do not have", whole)
        self.assertNotIn("It depends on the reference", whole)


class Whole(unittest.TestCase):
    """What the rest of the pages must not say against an innocent party."""

    def page(self, name):
        return words_of((PAGES / name).read_text(encoding="utf-8"))

    def test_p_is_explained_with_every_correction_and_is_no_guilt(self):
        for name in ("f1.html", "f2.html", "f9.html"):
            text = self.page(name)
            for words in ("one-sided", "second look", "Holm's method", "strongest group",
                          "From a small p, that somebody copied",
                          "not the probability that nobody did"):
                self.assertIn(words, text, name)
        for name in ("f1.html", "f4.html"):
            self.assertRegex(self.page(name), r"no finding,? .*no proof of independence")

    def test_a_proven_direction_and_a_common_source_do_not_contradict_each_other(self):
        text = self.page("f2.html")
        self.assertIn("Both are copies of a third model", text)
        self.assertIn("those of the reference itself, or of an equal copy", text)
        self.assertNotRegex(text, r"subject came from the reference|only this can produce")

    def test_each_component_says_whether_rearrangements_were_searched(self):
        text = self.page("f1.html")
        self.assertIn("A search for rearrangements ran for this component (layers", text)
        self.assertIn("found none in which the component resembles the reference", text)
        self.assertIn("The finding needs no rearrangement", text)
        self.assertIn("A search for rearrangements ran for this component", self.page("f4.html"))
        self.assertNotIn("Everything was compared as stored", text)

    def test_what_the_reference_does_not_have_is_not_called_another_shape(self):
        for name in ("f1.html", "f2.html"):
            text = self.page(name)
            self.assertIn("The reference has no such component", text)
            self.assertNotIn("Different shapes neither show nor exclude", text)

    def test_no_number_opens_a_tag(self):
        for path in sorted(PAGES.glob("*.html")):
            if path.stat().st_size > 2_000_000:
                continue
            raw = path.read_text(encoding="utf-8")
            body = raw[raw.index("<body"):raw.index("<script>")]
            self.assertNotRegex(body, r"<[^a-zA-Z/!]", path.name)

    def test_words_are_explained(self):
        for name in ("f1.html", "f2.html", "f4.html", "f9.html"):
            raw = (PAGES / name).read_text(encoding="utf-8")
            self.assertIn('<a href="#words">', raw[:raw.index("<nav")])
            words = raw[raw.index('<section id="words"'):]
            for term in ("unrelated models", "held out", "half the time", "effect", "z", "cast",
                         "tensor", "initialisation", "unit"):
                self.assertRegex(words, f"<dt>[^<]*\\b{term}\\b", term)
            self.assertNotRegex(words_of(raw), r"\(strangers: |held-out rows")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
