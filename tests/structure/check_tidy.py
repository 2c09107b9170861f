"""clang-tidy with the checks named in .clang-tidy over what is compiled into the libraries.

usage: check_tidy.py CLANG_TIDY CMAKE FOLDER [MOST]

FOLDER is configured (not built) for the compile commands: there, every source stands alone, with
nothing but what it includes itself, and not with its whole folder as in the presets' builds.

With MOST, only that many sources: those which the history changed last, so that an ordinary check
looks at new work and a nightly one at everything."""

import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys

from source_tree import ROOT, last_changed, name, report, skip

tool, cmake, build = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
most = int(sys.argv[4]) if len(sys.argv) > 4 else None
if shutil.which(tool) is None:
    skip("clang-tidy is not installed")
subprocess.run([cmake, "-S", str(ROOT), "-B", str(build), "-G", "Ninja", "-DWEIGHTKIN_TESTS=OFF",
                "-DWEIGHTKIN_EXAMPLES=OFF", "-DCMAKE_BUILD_TYPE=Release"], stdout=subprocess.DEVNULL,
               check=True)
commands = json.loads((build / "compile_commands.json").read_text())
sources = sorted({pathlib.Path(entry["file"]) for entry in commands})
sources = [path for path in sources
           if path.is_relative_to(ROOT / "lib") or path.is_relative_to(ROOT / "capi")]


def tidy(path):
    # The compile commands may be g++'s.
    command = [tool, "--quiet", "--extra-arg=-Wno-unknown-warning-option", "-p", str(build),
               str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"{name(path)}:\n{done.stdout}{done.stderr}" if done.returncode != 0 else None


sources = last_changed(sources)[:most]
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    failed = [problem for problem in pool.map(tidy, sources) if problem]
report(failed, f"{len(sources)} files")
