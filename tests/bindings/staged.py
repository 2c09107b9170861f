"""What the tests of bindings share: the place everything is installed in, and how programs are run.

The place is a prefix as an installation of the library makes it, with the layout of the structs and
the libraries of other versions beside it. Nothing is written outside of it."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

SKIPPED = 77
ROOT = pathlib.Path(__file__).resolve().parents[2]
CAPI = ROOT / "capi"
OTHERS = ("later", "older", "interface", "lacking")


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def tool(name, *places):
    """The path of a program; without it the test is skipped."""
    path = os.pathsep.join([os.environ.get("PATH", ""), *(os.path.expanduser(p) for p in places)])
    found = shutil.which(name, path=path)
    if found is None:
        skip(f"there is no {name}")
    return found


class Stage:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.prefix = self.folder / "prefix"
        self.library = self.prefix / "lib"
        self.environment = dict(os.environ)
        self.environment.pop("LD_PRELOAD", None)
        self.script = sys.argv[0].rsplit("/", 1)[-1].removesuffix(".py")
        self.temporary = self.fresh(f"tmp_{self.script}")
        self.set(TMPDIR=self.temporary)
        self.set(LD_LIBRARY_PATH=self.library, PKG_CONFIG_PATH=self.library / "pkgconfig",
                 WEIGHTKIN_LIBRARY=self.library / "libweightkin_c.so",
                 WEIGHTKIN_LAYOUT=self.folder / "layout.txt")

    def set(self, **variables):
        self.environment |= {name: str(value) for name, value in variables.items()}

    def run(self, *command, cwd=None, check=True, **variables):
        """Runs a program, its output shown; answers its exit code and output."""
        words = [str(word) for word in command]
        print("+", " ".join(words), flush=True)
        environment = self.environment | {name: str(value) for name, value in variables.items()}
        done = subprocess.run(words, cwd=cwd or self.folder, env=environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        print(done.stdout, end="", flush=True)
        if check and done.returncode != 0:
            sys.exit(f"{words[0]} answered {done.returncode}")
        return done.returncode, done.stdout

    def fresh(self, name, source=None):
        """An empty folder, or a copy of `source`."""
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        if source is None:
            place.mkdir(parents=True)
        else:
            shutil.copytree(source, place)
        return place

    def tour(self, *command):
        """The program's tour sees what the committed file says."""
        scratch = self.fresh(f"tour_{self.script}")
        launcher = scratch / "take_tour"
        quoted = " ".join(f"'{word}'" for word in command)
        launcher.write_text(f"#!/bin/sh\nexec {quoted} \"$@\"\n")
        launcher.chmod(0o755)
        self.run(sys.executable, "-B", ROOT / "tests/bindings/expected_results_test.py", launcher,
                 os.environ["WEIGHTKIN_STORY"], scratch / "seen.json", os.environ["WEIGHTKIN_EXPECTED"],
                 cwd=scratch)

    def refuses_others(self, *command, loader_may_refuse, cwd=None):
        """The test of the binding passes with each library of another version in the place of the
        right one. A program that was linked may not even start where functions are lacking: then
        the loader must have named one."""
        for other in OTHERS:
            place = self.folder / "others" / other
            code, output = self.run(*command, cwd=cwd, check=False, LD_LIBRARY_PATH=place,
                                    WEIGHTKIN_LIBRARY=place / "libweightkin_c.so",
                                    WEIGHTKIN_OTHER_VERSION=other)
            by_loader = loader_may_refuse and other == "lacking" and "undefined symbol: wkin_" in output
            if code != 0 and not by_loader:
                sys.exit(f"library {other!r}: the test answered {code}")
            if code == 0 and not re.search(r"needs? \d", output):
                sys.exit(f"library {other!r}: no message says what is needed")

    def leaves_nothing(self):
        """The end of a test: what it made for the time being is gone."""
        left = sorted(path.name for path in self.temporary.iterdir())
        if left:
            sys.exit(f"left behind in TMPDIR: {' '.join(left)}")
