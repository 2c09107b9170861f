"""libweightkin_c shows the functions of weightkin.h and its parts, and nothing else; the version
script names each of them once.

usage: check_symbols.py NM LIBRARY"""

import re
import subprocess
import sys

from source_tree import ROOT, files, report

nm, library = sys.argv[1:3]
listing = subprocess.run([nm, "-D", "--defined-only", library], capture_output=True, text=True,
                         check=True).stdout
shown = set()
for line in listing.splitlines():
    kind, symbol = line.split()[-2:]
    if kind != "A":  # the name of the version itself
        shown.add(re.sub(r"@.*", "", symbol))
header = "".join(path.read_text() for path in files(["capi/include"], (".h",)))
header = re.sub(r"/\*.*?\*/|//[^\n]*", "", header, flags=re.DOTALL)
declared = set(re.findall(r"\b(wkin_\w+)\s*\((?!\s*\*)", header))
callbacks = set(re.findall(r"\(\s*\*\s*(wkin_\w+)\s*\)\s*\(", header))
declared -= callbacks

problems = [f"shown but not declared: {symbol}" for symbol in sorted(shown - declared)]
problems += [f"declared but not shown: {symbol}" for symbol in sorted(declared - shown)]
versions = re.findall(r"global:([^}]*?)(?:local:|\})", (ROOT / "capi/weightkin.map").read_text())
named = re.findall(r"\b(wkin_\w+);", " ".join(versions))
problems += [f"without a version: {symbol}" for symbol in sorted(declared - set(named))]
problems += [f"with a version but not declared: {symbol}" for symbol in sorted(set(named) - declared)]
problems += [f"with several versions: {symbol}" for symbol in sorted(set(named))
             if named.count(symbol) > 1]
report(problems, f"{len(shown)} functions")
