"""A library that is missing, none of ours, of another interface or older is told plainly.

usage: python_versions_test.py C_COMPILER"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from binding_support import LIBRARY, PACKAGE, skip

compiler = sys.argv[1]
if shutil.which(compiler) is None:
    skip(f"no C compiler {compiler}")

ABI = "unsigned wkin_abi_version(void) { return %d; }\n"
VERSION = 'const char* wkin_version(void) { return "9.9.9"; }\n'
CASES = {
    "another interface": (ABI % 99 + VERSION, ["9.9.9", "interface 99", "made for 0"]),
    "an older library": (ABI % 0 + VERSION, ["9.9.9", "older than this package", "it lacks wkin_"]),
    "none of ours": ("int other(void) { return 1; }\n", ["is not the shared library of weightkin"]),
}


def tried(code, **environment):
    """Runs Python code; its exit code and what it printed."""
    clean = {name: value for name, value in os.environ.items() if name != "WEIGHTKIN_LIBRARY"}
    done = subprocess.run([sys.executable, "-B", "-c", code], capture_output=True, text=True,
                          env={**clean, "PYTHONPATH": str(PACKAGE), **environment}, check=False)
    return done.returncode, done.stdout + done.stderr


USE = "import weightkin\ntry:\n  print(weightkin.version())\nexcept ImportError as e:\n  print('told', e)\n"


def expect(what, outcome, words):
    code, said = outcome
    if code != 0 or not all(word in said for word in words):
        sys.exit(f"{what}: exit {code}, said {said!r}, expected {words}")
    print(f"{what}: {said.strip()}")


with tempfile.TemporaryDirectory() as folder:
    made = pathlib.Path(folder)
    for number, (what, (text, words)) in enumerate(CASES.items()):
        source, library = made / f"fake{number}.c", made / f"libfake{number}.so"
        source.write_text(text)
        subprocess.run([compiler, "-shared", "-fPIC", str(source), "-o", str(library)], check=True)
        expect(what, tried(USE, WEIGHTKIN_LIBRARY=str(library)), ["told", str(library), *words])
    (made / "text.so").write_text("hello")
    expect("no library", tried(USE, WEIGHTKIN_LIBRARY=str(made / "text.so")), ["told", "text.so"])
    expect("no file", tried(USE, WEIGHTKIN_LIBRARY="/no/such.so"), ["told", "/no/such.so"])
    expect("nothing named", tried(USE), ["WEIGHTKIN_LIBRARY"])

    expect("by a path", tried(f"import weightkin\nprint(weightkin.load({str(LIBRARY)!r}))",
                              WEIGHTKIN_LIBRARY="/no/such.so"), [str(LIBRARY)])
    expect("by two paths", tried(f"""
import weightkin
weightkin.load({str(LIBRARY)!r})
try:
  weightkin.load("/another.so")
except weightkin.LibraryError as e:
  print("told", e)"""), ["told", "loaded already"])
    expect("by the loader", tried(USE, LD_LIBRARY_PATH=str(LIBRARY.parent)), ["."])
    beside = made / "weightkin"
    shutil.copytree(PACKAGE / "weightkin", beside, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(LIBRARY, beside / "libweightkin_c.so.0")
    expect("beside the package", tried("import weightkin\nprint(weightkin.load())",
                                       PYTHONPATH=str(made)), [str(beside)])
