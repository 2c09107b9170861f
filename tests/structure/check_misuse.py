"""What must not compile does not, for the reason given, and the same file without the misuse does
(so that no case passes by being broken).

usage: check_misuse.py COMPILER"""

import pathlib
import re
import shutil
import subprocess
import sys

from source_tree import ROOT, name, report, skip

compiler = sys.argv[1]
if shutil.which(compiler) is None:
    skip(f"no {compiler} here")
COMMAND = [compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Werror=unused-result",
           "-I", str(ROOT / "include")]


def compile_case(path, *flags):
    return subprocess.run([*COMMAND, *flags, str(path)], capture_output=True, text=True,
                          check=False)


problems = []
cases = sorted(pathlib.Path(__file__).parent.glob("compile_fail/*.cpp"))
for path in cases:
    expected = re.search(r"^// expected: (.+)$", path.read_text(), re.MULTILINE).group(1)
    good = compile_case(path)
    if good.returncode != 0:
        problems.append(f"{name(path)}: the correct form does not compile:\n{good.stderr}")
    bad = compile_case(path, "-DMISUSE")
    if bad.returncode == 0:
        problems.append(f"{name(path)}: the misuse compiles")
    elif not re.search(expected, bad.stderr):
        problems.append(f"{name(path)}: fails, but without '{expected}':\n{bad.stderr}")
if not cases:
    problems.append("no cases found")
report(problems, f"{len(cases)} cases in both forms with {compiler}")
