"""Writes weightkin::headers as one header: everything public that needs no compiled library.

usage: amalgamate.py SOURCE_FOLDER OUTPUT
The order is that of the include graph, depth first, roots by name; the output is a function of the
headers and the licence alone."""

import pathlib
import re
import sys

# Each may include others of these, the standard library, and nothing else. Adapters for Eigen and
# xtensor need those libraries and stay apart.
HEADER_ONLY = (
    "core/digest.hpp", "core/dtype.hpp", "core/float_formats.hpp", "core/parallel_for.hpp",
    "core/progress.hpp", "core/result.hpp", "core/tensor_encoding.hpp", "core/tensor_source.hpp",
    "core/tensor_view.hpp", "interop/dlpack.hpp", "interop/element_type.hpp",
    "interop/shaped_view.hpp", "version.hpp")
INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*<([^>]+)>[^\n]*\n", re.MULTILINE)
PRAGMA = re.compile(r"^#pragma once\n+", re.MULTILINE)


def ordered(root, names):
    """The headers, each behind what it includes."""
    done, open_now = [], []

    def place(header):
        if header in done:
            return
        if header in open_now:
            sys.exit(f"include cycle: {' -> '.join([*open_now, header])}")
        if header not in names:
            sys.exit(f"{open_now[-1]} includes {header}, which is not header-only")
        open_now.append(header)
        for included in INCLUDE.findall((root / "include/weightkin" / header).read_text()):
            if included.startswith("weightkin/"):
                place(included.removeprefix("weightkin/"))
        open_now.pop()
        done.append(header)

    for header in sorted(names):
        place(header)
    return done


def as_comment(text):
    return "".join(f"// {line}".rstrip() + "\n" for line in text.strip("\n").split("\n"))


def amalgamated(root, names=HEADER_ONLY):
    standard, parts = set(), []
    for header in ordered(root, names):
        text = (root / "include/weightkin" / header).read_text(encoding="ascii")
        if len(PRAGMA.findall(text)) != 1:
            sys.exit(f"{header}: one #pragma once is expected")
        standard |= {one for one in INCLUDE.findall(text) if not one.startswith("weightkin/")}
        body = INCLUDE.sub("", PRAGMA.sub("", text)).strip("\n")
        if re.search(r"^[ \t]*#[ \t]*include", body, re.MULTILINE):
            sys.exit(f"{header}: an include that is not understood")
        parts.append(f"// ---- weightkin/{header}\n\n{body}\n")
    version = re.search(r'WEIGHTKIN_VERSION "(.+)"',
                        (root / "include/weightkin/version.hpp").read_text()).group(1)
    head = (f"#pragma once\n\n/// weightkin {version}, weightkin::headers in one file: views of tensors, "
            "dtypes, small floats, DLPack.\n/// C++20, needs no library. Not to be included together "
            "with weightkin/*.hpp. Made by cmake/amalgamate.py.\n\n")
    includes = "".join(f"#include <{one}>\n" for one in sorted(standard))
    licence = as_comment((root / "LICENSE").read_text(encoding="ascii"))
    return head + includes + "\n" + "\n".join(parts) + "\n// ---- licence\n//\n" + licence


if __name__ == "__main__":
    output = pathlib.Path(sys.argv[2])
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(amalgamated(pathlib.Path(sys.argv[1])), encoding="ascii")
