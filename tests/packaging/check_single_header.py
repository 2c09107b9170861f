"""The single header is weightkin::headers: it compiles alone with every warning, its functions are
all defined in it, two translation units with it link, and a program prints the same with it as with
the separate headers. Made twice, it has the same bytes.

usage: check_single_header.py COMPILER CLANG SOURCE_FOLDER WORK_FOLDER"""

import json
import pathlib
import shutil
import subprocess
import sys

compiler, clang = sys.argv[1:3]
source, work = (pathlib.Path(one).resolve() for one in sys.argv[3:5])
if shutil.which(compiler) is None or shutil.which(clang) is None:
    print(f"skipped: {compiler} or {clang} is not here")
    sys.exit(77)
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Wsign-conversion",
            "-Wold-style-cast", "-Wnon-virtual-dtor", "-Wundef", "-Wcast-qual", "-Werror"]
if "clang" in compiler:
    WARNINGS += ["-Weverything", "-Wno-c++98-compat", "-Wno-c++98-compat-pedantic",
                 "-Wno-c++20-compat", "-Wno-padded", "-Wno-weak-vtables", "-Wno-unsafe-buffer-usage",
                 "-Wno-unknown-warning-option", "-Wno-float-equal", "-Wno-switch-default", "-Wno-ctad-maybe-unsupported"]
shutil.rmtree(work, ignore_errors=True)
work.mkdir(parents=True)
header = work / "weightkin_headers.hpp"


def run(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def generate(output):
    run(sys.executable, "-B", source / "cmake/amalgamate.py", source, output)
    return output.read_bytes()


def undefined_functions():
    """Functions of ours that are declared in the header, but defined nowhere in it."""
    dump = run(clang, "-x", "c++", "-std=c++20", "-fsyntax-only", "-Xclang", "-ast-dump=json",
               "-Xclang", "-ast-dump-filter=weightkin", header)
    declared, defined = {}, set()

    def look(node):
        kind = node.get("kind", "")
        if kind in ("FunctionDecl", "CXXMethodDecl", "CXXConstructorDecl", "CXXDestructorDecl",
                    "CXXConversionDecl"):
            name = node.get("mangledName", node.get("name"))
            has_body = any(part.get("kind") in ("CompoundStmt", "CXXTryStmt")
                           for part in node.get("inner", []))
            if has_body or node.get("explicitlyDeleted") or node.get("explicitlyDefaulted") \
                    or node.get("pure") or node.get("isImplicit"):
                defined.add(name)
            else:
                declared[name] = node.get("name")
        parts = node.get("inner", [])
        if kind == "ClassTemplateDecl":  # what was instantiated is defined where it is used
            parts = [part for part in parts if part["kind"] != "ClassTemplateSpecializationDecl"]
        if kind == "FunctionTemplateDecl":
            parts = [part for part in parts if "Function" in part["kind"] or "Method" in part["kind"]
                     or "Constructor" in part["kind"]][:1]
        for part in parts:
            look(part)

    decoder, at, seen = json.JSONDecoder(), dump.find("{"), 0
    while at != -1:
        node, end = decoder.raw_decode(dump, at)
        look(node)
        seen += 1
        at = dump.find("{", end)
    if seen == 0 or not defined:
        sys.exit("nothing of ours was seen in the header")
    return len(defined), sorted(name for mangled, name in declared.items() if mangled not in defined)


if generate(header) != generate(work / "again.hpp"):
    sys.exit("made twice, it differs")
text = header.read_text()
for what, times in (("#pragma once", 1), ("#include <weightkin/", 0), ("Version 2.0, January 2004", 1)):
    if text.count(what) != times:
        sys.exit(f"'{what}' is there {text.count(what)} times, not {times}")

alone = work / "alone.cpp"
alone.write_text('#include "weightkin_headers.hpp"\n#include "weightkin_headers.hpp"\nint main() {}\n')
run(compiler, "-std=c++20", *WARNINGS, "-I", work, "-c", alone, "-o", work / "alone.o")
functions, missing = undefined_functions()
if missing:
    sys.exit(f"declared but not defined: {', '.join(missing)}")

program = source / "tests/packaging/header_values.cpp"
printed = {}
for form, flags in (("single", ["-DSINGLE_HEADER", "-I", work]), ("separate", ["-I", source / "include"])):
    objects = []
    for unit, more in (("first", []), ("second", ["-DSECOND_UNIT"])):
        objects.append(work / f"{form}_{unit}.o")
        run(compiler, "-std=c++20", "-O1", "-pthread", "-Wall", "-Wextra", "-Werror", *flags, *more,
            "-c", program, "-o", objects[-1])
    run(compiler, "-pthread", *objects, "-o", work / form)
    printed[form] = run(work / form)
if printed["single"] != printed["separate"] or len(printed["single"].splitlines()) < 15:
    sys.exit(f"single:\n{printed['single']}separate:\n{printed['separate']}")
print(f"{len(text.splitlines())} lines, {functions} functions, all defined; "
      f"{len(printed['single'].splitlines())} values as from the separate headers")
