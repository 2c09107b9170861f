"""Pages as files: page_markup_test.py DIRECTORY_OF_WRITE_PAGES

Strict markup, nothing that could be loaded or run, hostile names as text, sizes."""

import base64
import hashlib
import html.parser
import pathlib
import re
import sys
import unittest

PAGES = pathlib.Path(sys.argv[1])
VOID = {"meta", "br", "col"}
SELF_CLOSED = {"rect", "line", "circle", "polygon"}
ALLOWED_ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "id", "class", "href", "scope", "role",
    "colspan", "rowspan", "tabindex", "open", "aria-label", "aria-labelledby", "aria-hidden",
    "data-label", "width", "height", "viewbox", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r",
    "fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "text-anchor",
    "points", "rx"}


class Strict(html.parser.HTMLParser):
    """Balanced tags, known attributes; gathers what the tests ask about."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.stack, self.problems, self.ids, self.links, self.labels = [], [], [], [], []
        self.elements, self.texts, self.headings = [], [], []
        self.inside = {}
        self.feed(text)
        self.close()
        if self.stack:
            self.problems.append(f"left open: {self.stack}")

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        names = [name for name, _ in attributes]
        if len(set(names)) != len(names):
            self.problems.append(f"<{tag}> has an attribute twice")
        for name, value in attributes:
            if name not in ALLOWED_ATTRIBUTES:
                self.problems.append(f"<{tag} {name}=...>")
            if name == "id":
                self.ids.append(value)
            if name == "aria-labelledby":
                self.labels += value.split()
            if name == "href":
                self.links.append(value)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attributes):
        if tag not in SELF_CLOSED:
            self.problems.append(f"<{tag}/>")
        self.handle_starttag(tag, attributes)
        self.stack.pop()

    def handle_endtag(self, tag):
        if not self.stack or self.stack[-1] != tag:
            self.problems.append(f"</{tag}> at {self.getpos()} closes {self.stack[-1:]}")
        else:
            self.stack.pop()

    def handle_data(self, data):
        self.texts.append(data)
        if self.stack and self.stack[-1] in ("style", "script"):
            self.inside.setdefault(self.stack[-1], []).append(data)

    def handle_comment(self, data):
        self.problems.append("comment")

    def unknown_decl(self, data):
        self.problems.append("declaration")


def read(name):
    return (PAGES / name).read_bytes().decode("utf-8")


SMALL = sorted(path.name for path in PAGES.glob("*.html") if path.name != "60000.html")
PARSED = {name: Strict(read(name)) for name in SMALL}


class Markup(unittest.TestCase):
    def each(self):
        for name, page in PARSED.items():
            with self.subTest(page=name):
                yield page

    def test_there_are_pages(self):
        self.assertGreaterEqual(len(SMALL), 10)

    def test_every_tag_is_closed_and_every_attribute_known(self):
        for page in self.each():
            self.assertEqual(page.problems, [])

    def test_references_lead_somewhere(self):
        for page in self.each():
            self.assertEqual(len(page.ids), len(set(page.ids)))
            for label in page.labels:
                self.assertIn(label, page.ids)
            for link in page.links:
                self.assertTrue(link.startswith("#"), link)
                # A page without findings still has every section its contents name.
                if len(page.ids) > 40:
                    self.assertIn(link[1:], page.ids)

    def test_headings_do_not_skip(self):
        for page in self.each():
            self.assertEqual(page.headings[0], 1)
            for before, after in zip(page.headings, page.headings[1:]):
                self.assertLessEqual(after, before + 1)

    def test_tables_pictures_and_language_are_named(self):
        for page in self.each():
            tags = [tag for tag, _ in page.elements]
            self.assertEqual(tags.count("table"), tags.count("caption"))
            self.assertEqual(tags.count("svg"), tags.count("desc"))
            self.assertIn(("html", {"lang": "en"}), page.elements)
            for tag, attributes in page.elements:
                if tag == "th":
                    self.assertIn(attributes.get("scope"), ("row", "col", "rowgroup"))
                if tag == "svg":
                    self.assertEqual(attributes["role"], "img")


class Safety(unittest.TestCase):
    def test_the_policy_forbids_loads_and_knows_exactly_our_style_and_script(self):
        for name, page in PARSED.items():
            with self.subTest(page=name):
                policy = [a["content"] for tag, a in page.elements
                          if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"]
                self.assertEqual(len(policy), 1)
                rules = dict(rule.strip().split(" ", 1) for rule in policy[0].split(";"))
                self.assertEqual(rules["default-src"], "'none'")
                self.assertEqual(rules["base-uri"], "'none'")
                self.assertEqual(rules["form-action"], "'none'")
                self.assertEqual(set(rules), {"default-src", "base-uri", "form-action",
                                              "style-src", "script-src"})
                for tag in ("style", "script"):
                    self.assertEqual([t for t, _ in page.elements].count(tag), 1)
                    (text,) = page.inside[tag]
                    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
                    self.assertEqual(rules[f"{tag}-src"], f"'sha256-{digest}'")

    def test_the_policy_comes_before_anything_it_could_miss(self):
        text = read("hostile.html")
        self.assertLess(text.index("Content-Security-Policy"), text.index("<title"))
        self.assertLess(text.index("Content-Security-Policy"), text.index("<style"))

    def test_no_address_of_anything(self):
        for name in SMALL:
            if name != "hostile.html":
                self.assertNotRegex(read(name), r"https?:|//[a-z]|url\(|@import|src=")

    def test_hostile_names_are_there_as_text(self):
        page = PARSED["hostile.html"]
        said = "\n".join(page.texts)
        for literal in ("</script><script>document.title='owned'</script>",
                        "\"><img src=x onerror=\"document.title='owned'\">",
                        "'><svg onload=alert(1)>", "model.\\u{202e}gpj.weight", "nul\\x00nul",
                        "stray \\xff\\xc0\\x80 bytes", "<!--",
                        "]]></style><style>*{display:none}", "&lt;b&gt;&amp;",
                        "line\\x0abreak\\x09tab\\x1b[31m", "javascript:alert(1)",
                        "100,000 characters"):
            self.assertIn(literal, said)
        self.assertNotIn("img", [tag for tag, _ in page.elements])

    def test_no_character_hides_or_turns_text(self):
        for name in SMALL:
            self.assertNotRegex(
                read(name), "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e"
                "\u2060-\u206f\ufeff\ufff0-\uffff]")

    def test_names_without_end_do_not_fill_the_page(self):
        self.assertLess(len(read("hostile.html")), 400_000)


class Size(unittest.TestCase):
    def test_every_tensor_has_its_row(self):
        for count in (60, 60_000):
            text = read(f"{count}.html")
            tables = text[text.index('id="tensors"'):text.index('id="method"')]
            self.assertEqual(tables.count('<tr><th scope="row">'), count)

    def test_pages_stay_small(self):
        self.assertLess((PAGES / "60.html").stat().st_size, 150_000)
        size = (PAGES / "60000.html").stat().st_size
        print(f"60,000 tensors: {size / 1e6:.1f} MB, {size / 60_000:.0f} bytes each")
        self.assertLess(size, 60_000 * 400)

    def test_maps_are_bounded_however_many_tensors(self):
        text = read("60000.html")
        maps = text[text.index('id="map"'):text.index('id="chance"')]
        self.assertLess(len(maps), 200_000)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
