"""Pages in a real browser: page_browser_test.py DIRECTORY_OF_WRITE_PAGES

Headless Chromium, driven over a pipe. Skipped, aloud, where there is none."""

import json
import pathlib
import struct
import sys
import tempfile
import time
import unittest
import zlib

import browser_pipe

PAGES = pathlib.Path(sys.argv[1])

# Text colour against what is painted behind it, for every piece of text that is shown.
CONTRASTS = r"""
(function () {
  const parse = function (text) {
    const parts = text.match(/[\d.]+/g).map(Number);
    return parts.length < 4 ? parts.concat([1]) : parts;
  };
  const light = function (c) {
    const line = c.slice(0, 3).map(function (v) {
      v /= 255;
      return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * line[0] + 0.7152 * line[1] + 0.0722 * line[2];
  };
  const ratio = function (a, b) {
    const x = light(a), y = light(b);
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  };
  const behind = function (element) {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour[3] === 1) return colour;
    }
    return [255, 255, 255, 1];
  };
  const out = {};
  const note = function (what, value) {
    if (!(what in out) || value < out[what]) out[what] = value;
  };
  document.querySelectorAll("body *").forEach(function (e) {
    if (e.closest("script, style, title, desc")) return;
    const own = Array.from(e.childNodes).some(function (n) {
      return n.nodeType === 3 && n.data.trim() !== "";
    });
    if (!own || e.getClientRects().length === 0) return;
    const style = getComputedStyle(e);
    if (e instanceof SVGElement) {
      const shade = /(?:^| )t-(h\d)/.exec(e.getAttribute("class") || "");
      const cell = shade && e.ownerSVGElement.querySelector("rect." + shade[1]);
      note("svg " + e.getAttribute("class"),
           ratio(parse(style.fill), cell ? parse(getComputedStyle(cell).fill) : behind(e)));
    } else {
      note(e.tagName + " " + e.className, ratio(parse(style.color), behind(e)));
    }
  });
  return out;
})()
"""


def pixels(png):
    """Rows of a PNG with 8-bit RGB or RGBA as lists of (r, g, b)."""
    at, data, width, channels = 8, b"", 0, 0
    while at < len(png):
        (length,), kind = struct.unpack(">I", png[at:at + 4]), png[at + 4:at + 8]
        body = png[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, channels = struct.unpack(">I", body[:4])[0], {2: 3, 6: 4}[body[9]]
        if kind == b"IDAT":
            data += body
        at += length + 12
    raw, stride, rows = zlib.decompress(data), width * channels, []
    before = bytearray(stride)
    for start in range(0, len(raw), stride + 1):
        how, line = raw[start], bytearray(raw[start + 1:start + 1 + stride])
        for i in range(stride if how else 0):
            left = line[i - channels] if i >= channels else 0
            up, corner = before[i], before[i - channels] if i >= channels else 0
            if how == 4:
                guess = left + up - corner
                near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up),
                           (abs(guess - corner), 2, corner))[2]
            else:
                near = (left, up, (left + up) // 2)[how - 1]
            line[i] = (line[i] + near) & 255
        before = line
        rows.append([tuple(line[i:i + 3]) for i in range(0, stride, channels)])
    return rows


class InBrowser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = browser_pipe.Browser().__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.browser.__exit__()

    def open(self, name, **how):
        page = self.browser.open(PAGES / name, **how)
        self.addCleanup(page.close)
        return page

    def rows(self, page):
        return page.evaluate("document.querySelectorAll('table.tensors tbody tr').length")

    def test_nothing_is_asked_for_and_nothing_complained_of(self):
        for name in ("f1.html", "hostile.html", "rearranged.html", "empty.html"):
            with self.subTest(page=name):
                page = self.open(name)
                self.assertEqual(page.requests(), [(PAGES / name).as_uri()])
                self.assertEqual(page.complaints(), [])

    def test_no_part_runs_out_of_a_narrow_or_wide_window(self):
        for name in ("f1.html", "hostile.html", "rearranged.html"):
            for width in (400, 1200):
                with self.subTest(page=name, width=width):
                    page = self.open(name, width=width)
                    self.assertLessEqual(
                        page.evaluate("document.documentElement.scrollWidth"), width)

    def test_the_answer_is_on_the_first_screen(self):
        for name in ("f1.html", "f2.html", "f4.html", "f9.html"):
            with self.subTest(page=name):
                page = self.open(name, width=1200, height=800)
                self.assertLess(page.evaluate(
                    "document.querySelector('.answer').getBoundingClientRect().bottom"), 800)

    def test_all_text_stands_out_in_light_and_dark(self):
        for dark in (False, True):
            for name in ("f1.html", "rearranged.html"):
                found = self.open(name, dark=dark).evaluate(CONTRASTS)
                self.assertGreater(len(found), 20)
                for what, ratio in found.items():
                    with self.subTest(page=name, dark=dark, text=what):
                        self.assertGreaterEqual(ratio, 4.5)

    def test_everything_that_is_used_or_seen_has_a_name(self):
        page = self.open("f1.html")
        page.ask("Accessibility.enable")
        nodes = page.ask("Accessibility.getFullAXTree")["nodes"]
        wanted = {"button", "searchbox", "link", "heading", "image", "img", "table", "region",
                  "navigation"}
        seen = set()
        for node in nodes:
            role = node.get("role", {}).get("value")
            if node.get("ignored") or role not in wanted:
                continue
            seen.add(role)
            name = node.get("name", {}).get("value", "")
            self.assertTrue(name.strip(), json.dumps(node)[:400])
        self.assertLessEqual({"button", "searchbox", "link", "heading", "table", "region"}, seen)
        self.assertTrue(seen & {"image", "img"})

    def test_keys_reach_the_table_and_the_sorting(self):
        page = self.open("60.html")
        stops = page.evaluate(
            "Array.from(document.querySelectorAll('a, button, input, summary, [tabindex]'))"
            ".filter(e => e.tabIndex >= 0).map(e => e.tagName)")
        for tag in ("A", "BUTTON", "INPUT", "SUMMARY", "DIV"):
            self.assertIn(tag, stops)
        self.assertEqual(stops[0], "A")  # the skip link comes first

    def test_columns_sort_and_rows_are_filtered(self):
        page = self.open("60.html")
        effects = """Array.from(document.querySelector('table.tensors').tBodies[0].rows)
                     .map(r => r.cells[6].textContent)"""
        click = "document.querySelectorAll('table.tensors thead button')[6].click()"
        page.evaluate(click)
        up = [float(text) for text in page.evaluate(effects) if text != "-"]
        self.assertEqual(up, sorted(up))
        self.assertEqual(page.evaluate(effects)[-1], "-")
        page.evaluate(click)
        down = [float(text) for text in page.evaluate(effects) if text != "-"]
        self.assertEqual(down, sorted(down, reverse=True))
        self.assertEqual(page.evaluate(
            "document.querySelector('table.tensors th[aria-sort]').getAttribute('aria-sort')"),
            "descending")
        page.evaluate("""(function () {
            const input = document.querySelector('input');
            input.value = 'experts.10.';
            input.dispatchEvent(new Event('input'));
        })()""")
        self.assertEqual(page.evaluate("document.querySelector('[role=status]').textContent"),
                         "1 of 30 rows")

    def test_without_scripts_everything_is_there(self):
        page = self.open("60.html", scripts=False)
        self.assertEqual(self.rows(page), 60)
        self.assertEqual(page.evaluate("document.querySelectorAll('input, button').length"), 0)
        shown = page.evaluate("document.querySelector('table.tensors').getClientRects().length")
        self.assertEqual(shown, 1)

    def test_sixty_thousand_tensors(self):
        began = time.monotonic()
        page = self.open("60000.html")
        loaded = time.monotonic() - began
        self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), 1200)
        # The script lays out a part at a time; the rest waits for its button, sorting and filter.
        self.assertEqual(self.rows(page), 1000)
        began = time.monotonic()
        state = page.evaluate("""(function () {
            const details = document.querySelector('details');
            details.open = true;
            details.querySelectorAll('thead button')[0].click();
            details.querySelectorAll('thead button')[0].click();
            const row = details.querySelector('tbody tr');
            return [row.getClientRects().length, row.cells[0].textContent,
                    details.querySelector('[role=status]').textContent];
        })()""")
        sorted_in = time.monotonic() - began
        self.assertEqual(state[0], 1)
        self.assertIn("experts.9998.", state[1])  # the last of all in the order of letters ...
        self.assertEqual(state[2], "500 of 30000 rows")
        print(f"60,000 tensors: loaded after {loaded:.1f} s, sorted after {sorted_in:.1f} s")
        self.assertLess(loaded + sorted_in, 60)

    def test_sixty_thousand_tensors_without_scripts(self):
        self.assertEqual(self.rows(self.open("60000.html", scripts=False)), 60_000)

    def test_names_run_nothing(self):
        page = self.open("hostile.html")
        self.assertNotEqual(page.evaluate("document.title"), "owned")
        self.assertEqual(page.evaluate("document.querySelectorAll('img, iframe').length"), 0)
        self.assertEqual(page.evaluate("document.scripts.length"), 1)

    def test_even_markup_that_got_in_would_do_nothing(self):
        """The policy alone, with the escaping gone."""
        folder = tempfile.TemporaryDirectory()  # PAGES is read by other tests meanwhile
        self.addCleanup(folder.cleanup)
        broken = pathlib.Path(folder.name).resolve() / "broken.html"
        text = (PAGES / "60.html").read_text()
        broken.write_text(text.replace(
            "<main>", "<main><script>document.title='owned'</script>"
            "<img src='broken.png' onerror=\"document.title='owned'\">"
            "<style>body{display:none}</style>", 1))
        page = self.open(broken)
        self.assertNotEqual(page.evaluate("document.title"), "owned")
        self.assertEqual(page.evaluate("getComputedStyle(document.body).display"), "block")
        self.assertGreater(len(page.complaints()), 2)

    def test_what_is_seen_has_the_colours_that_mean_something(self):
        for dark, wanted in ((False, {(255, 255, 255), (0x9a, 0x3b, 0), (0xb8, 0x4a, 0),
                                      (0, 0x5b, 0x8f)}),
                             (True, {(0x14, 0x16, 0x1a), (0xff, 0xa0, 0x5c), (0xf0, 0xa0, 0x4b),
                                     (0x7c, 0xc0, 0xee)})):
            page = self.open("f1.html", dark=dark, height=1000)
            page.evaluate("document.querySelector('#map').scrollIntoView()")
            seen = {pixel for row in pixels(page.screenshot()) for pixel in row}
            for colour in wanted:
                self.assertIn(colour, seen, f"dark: {dark}")

    def test_print_shows_the_tables_and_not_the_tools(self):
        page = self.open("60.html", media="print")
        for hidden in ("nav", ".tools"):
            self.assertEqual(page.evaluate(
                f"getComputedStyle(document.querySelector('{hidden}')).display"), "none")
        self.assertEqual(page.evaluate(
            "getComputedStyle(document.querySelector('.tall')).maxHeight"), "none")

    def printed(self, page):
        """The notes about what is not on the paper, as far as they are shown."""
        return page.evaluate("""Array.from(document.querySelectorAll('.printed'))
            .filter(e => e.checkVisibility()).map(e => e.textContent)""")

    def test_paper_says_which_rows_it_lacks(self):
        self.assertEqual(self.printed(self.open("60.html", media="print")), [])
        self.assertEqual(self.printed(self.open("60000.html")), [])
        page = self.open("60000.html", media="print")
        notes = self.printed(page)
        self.assertEqual(len(notes), 2)
        for note in notes:
            self.assertIn("Not printed, because it was closed: the table of 30,000 pairs", note)
        page.evaluate("document.querySelector('details').open = true")
        notes = self.printed(page)
        self.assertEqual(len(notes), 2)
        self.assertIn("Printed are the 500 of 30000 rows", notes[0])
        self.assertIn("in the JSON", notes[0])

    def test_paper_without_scripts_has_every_row_of_an_open_table(self):
        page = self.open("60000.html", media="print", scripts=False)
        self.assertEqual(len(self.printed(page)), 2)
        page.evaluate("document.querySelector('details').open = true")
        self.assertEqual(len(self.printed(page)), 1)

    def test_a_short_table_is_printed_even_where_it_is_closed(self):
        page = self.open("1000.html")
        shown = "document.querySelector('table.tensors').checkVisibility()"
        self.assertFalse(page.evaluate(shown))
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        self.assertTrue(page.evaluate(shown))
        self.assertEqual(
            page.evaluate("document.querySelector('table.tensors tbody').rows.length"), 500)
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        self.assertFalse(page.evaluate(shown))


if __name__ == "__main__":
    if browser_pipe.TOOL is None:
        print("skipped: no chromium is installed")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1], verbosity=2)
