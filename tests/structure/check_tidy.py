"""clang-tidy with the checks named in .clang-tidy over what is compiled into the libraries.

usage: check_tidy.py CLANG_TIDY BUILD_FOLDER"""

import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys

from source_tree import ROOT, name, report, skip

tool, build = sys.argv[1], pathlib.Path(sys.argv[2])
if shutil.which(tool) is None:
    skip("clang-tidy is not installed")
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


with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    failed = [problem for problem in pool.map(tidy, sources) if problem]
report(failed, f"{len(sources)} files")
