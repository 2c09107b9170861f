"""Takes the pictures of docs/html-report.md anew: take_pictures.py PAGES WEIGHTKIN FOLDER

PAGES is what write_pages wrote; the real pair is compared by WEIGHTKIN. Whoever changes a word of the
page takes them again and looks at them."""

import os
import pathlib
import subprocess
import sys
import tempfile

import browser_pipe

ZOO = pathlib.Path(os.environ.get("WEIGHTKIN_SHARED", "../shared")) / "zoo" / "pretrain_gnns"
REAL = "real.html"
# Name, page, section to begin at (the top when empty), how the page is opened.
PICTURES = [
    ("tuned-tower", "f1.html", "", {"height": 1780}),
    ("cast-encoder-dark", "f2.html", "", {"height": 1500, "dark": True}),
    ("narrow", "f1.html", "", {"width": 400, "height": 1600}),
    ("print", "f1.html", "", {"width": 745, "height": 1054, "media": "print"}),
    ("innocent", "f4.html", "", {"height": 1700}),
    ("mixture-answer", "f9-explained.html", "", {"height": 900}),
    ("mixture", "f9-explained.html", "changes", {"height": 900}),
    ("spectrum", "adapter.html", "changes", {"height": 1240}),
    ("related", REAL, "", {"height": 1300}),
    ("tensors", REAL, "tensors", {"height": 900}),
]


def compare_real_pair(weightkin, path):
    # From their folder: a page shows paths as they were given.
    pair = [f"chem_gcn_{name}.pth" for name in ("supervised_contextpred", "contextpred")]
    subprocess.run([os.path.abspath(weightkin), "compare", *pair, "--html", path], check=True,
                   cwd=ZOO, stdout=subprocess.DEVNULL)


def main():
    pages, weightkin, folder = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    with tempfile.TemporaryDirectory() as made, browser_pipe.Browser() as browser:
        compare_real_pair(weightkin, os.path.join(made, REAL))
        for name, page, section, how in PICTURES:
            source = pathlib.Path(made if page == REAL else pages) / page
            opened = browser.open(source.resolve(), **how)
            if section:
                opened.evaluate(f"document.querySelector('#{section}').scrollIntoView()")
            (folder / f"page-{name}.png").write_bytes(opened.screenshot())
            opened.close()


if __name__ == "__main__":
    main()
