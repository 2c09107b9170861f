"""All public headers compile together, twice, without a warning, and under the macros min, max and
small, which some platforms' headers define; those that the history changed last compile alone too.

usage: check_headers.py COMPILER ALONE CACHE_FOLDER [-I...]

ALONE is how many do; whether a header stands alone does not depend on who compiles it."""

import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys

from source_tree import ROOT, files, last_changed, report, skip

compiler, most, folder = sys.argv[1], int(sys.argv[2]), pathlib.Path(sys.argv[3])
if shutil.which(compiler) is None:
    skip(f"no {compiler} here")
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Wno-sign-conversion",
            "-Werror", "-fsyntax-only"]
INCLUDES = ["-I", str(ROOT / "include"), "-I", str(ROOT / "capi/include")]
INCLUDES += [word.replace("-I", "-isystem", 1) for word in sys.argv[4:]]
folder.mkdir(parents=True, exist_ok=True)


def compile_text(label, text, language="c++", standard="c++20"):
    source = folder / re.sub(r"\W", "_", f"{label}_{pathlib.Path(compiler).name}_{standard}")
    source = source.with_suffix(".c" if language == "c" else ".cpp")
    source.write_text(text)
    command = [compiler, "-x", language, f"-std={standard}", *WARNINGS, *INCLUDES, str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"{label} ({standard}):\n{done.stderr}" if done.returncode != 0 else None


def included(paths):
    return [str(path.relative_to(ROOT / "include")) for path in paths]


paths = files(["include"], (".hpp",))
headers, alone = included(paths), included(last_changed(paths)[:most])
jobs = [(h, f"#include <{h}>\n#include <{h}>\nint use_{i};\n", "c++", "c++20")
        for i, h in enumerate(alone)]
everything = "".join(f"#include <{h}>\n" for h in headers)
jobs.append(("all headers twice", 2 * everything, "c++", "c++20"))

# The standard and foreign headers come first: the promise is about our own text.
foreign = set()
for header in headers:
    foreign |= set(re.findall(r"#\s*include <((?!weightkin/)[^>]+)>",
                              (ROOT / "include" / header).read_text()))
poison = "".join(f"#if __has_include(<{h}>)\n#include <{h}>\n#endif\n" for h in sorted(foreign))
poison += "#define min(a, b) POISON\n#define max(a, b) POISON\n#define small POISON\n"
poison += everything
jobs.append(("all headers under min, max, small", poison, "c++", "c++20"))

for path in files(["capi/include"], (".h",)):
    part = str(path.relative_to(ROOT / "capi/include"))
    twice = f"#include <{part}>\n#include <{part}>\nint use_c;\n"
    jobs += [(part, twice, "c", "c99"), (part, twice, "c", "c17"), (part, twice, "c++", "c++11")]
umbrella = (ROOT / "capi/include/weightkin.h").read_text()
failed = [f"weightkin.h does not include <weightkin/{path.name}>"
          for path in files(["capi/include/weightkin"], (".h",))
          if f"#include <weightkin/{path.name}>" not in umbrella]

with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    failed += [problem for problem in pool.map(lambda job: compile_text(*job), jobs) if problem]
report(failed, f"{len(jobs)} compilations with {compiler}")
