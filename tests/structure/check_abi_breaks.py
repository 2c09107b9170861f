"""The ABI check notices every kind of break, and calls no addition one.

usage: check_abi_breaks.py CC WORK_FOLDER
For each case the headers are copied, changed, and a library of empty functions is built from them,
exported by the real version script; its record is compared with that of the unchanged headers."""

import pathlib
import re
import shutil
import subprocess
import sys

import abi_record
from source_tree import ROOT, report, skip

compiler, work = sys.argv[1], pathlib.Path(sys.argv[2])
if shutil.which("abidw") is None or shutil.which("abidiff") is None:
    skip("abigail-tools is not installed")

NEW_FUNCTION = "WKIN_API wkin_status wkin_added(const wkin_model* model, uint32_t how);\n"
# What is planted: a file, what stands there, what takes its place.
BREAKS = {
    "a function is gone":
        ("merge.h", r"WKIN_API void wkin_merge_close\([^;]*;", ""),
    "a parameter has another type":
        ("model.h", r"size_t rule_index\)", "uint32_t rule_index)"),
    "a parameter is new":
        ("merge.h", r"wkin_merge_sentence\(", "wkin_merge_sentence(int which, "),
    "a result has another type":
        ("inventory.h", r"size_t wkin_inventory_component_count", "int wkin_inventory_component_count"),
    "enumerators changed places":
        ("codes.h", r"WKIN_VERDICT_DERIVED = 4,\s*WKIN_VERDICT_RELATED = 5",
         "WKIN_VERDICT_RELATED = 4, WKIN_VERDICT_DERIVED = 5"),
    "an enumerator is gone":
        ("codes.h", r"WKIN_IO = 4,", ""),
    "an enumerator that no function takes has another value":
        ("fingerprint.h", r"WKIN_PRINT_ROWS = 8", "WKIN_PRINT_ROWS = 128"),
    "a struct without a size grew":
        ("model.h", r"(void\* user_data;[^\n]*\n)(\} wkin_source;)", r"\1uint64_t more;\n\2"),
    "a struct inside another grew":
        ("comparison.h", r"(uint32_t reserved;\n)(\} wkin_evidence;)", r"\1uint64_t more;\n\2"),
    "a field came into the middle":
        ("comparison.h", r"double log10_alpha; ", "uint64_t between; double log10_alpha; "),
    "a field is gone":
        ("merge.h", r"double least_margin;[^\n]*\n", ""),
    "a field has another type":
        ("model.h", r"uint64_t max_tensors;", "double max_tensors;"),
    "fields changed places":
        ("fingerprint.h", r"(uint32_t row;[^\n]*\n)\s*(float norm;[^\n]*\n)", r"\2\1"),
    "a callback has another parameter":
        ("model.h", r"\(const char\* stage, uint64_t done,", "(const char* stage, uint32_t done,"),
    "options lost their last field":
        ("merge.h", r"double most_unexplained;[^\n]*\n", ""),
    "a constant has another value":
        ("arrangement.h", r"WKIN_NO_COUNTERPART \(-1\)", "WKIN_NO_COUNTERPART (-2)"),
    "a symbol has another version":
        ("weightkin.map", r"\}\s*WEIGHTKIN_C_0;", "} WEIGHTKIN_C_0;\nWEIGHTKIN_C_0_2 { global: "
         "wkin_scan_close; } WEIGHTKIN_C_0_1;"),
}
ADDITIONS = {
    "nothing": ("codes.h", r"\Z", ""),
    "a function":
        ("merge.h", r"(#ifdef __cplusplus\n\}\n)", NEW_FUNCTION + r"\1"),
    "an enumerator":
        ("codes.h", r"(WKIN_MERGE_SIZE =)", r"WKIN_MERGE_ADDED = 7, \1"),
    "a field at the end of options":
        ("merge.h", r"(\} wkin_merge_options;)", r"double more;\n\1"),
    "a field at the end of a result":
        ("comparison.h", r"(\} wkin_overall;)", r"double more;\n\1"),
    "a constant":
        ("codes.h", r"(#define WKIN_ABI_VERSION 0)", r"\1\n#define WKIN_ADDED 7"),
}


def planted(folder, change):
    """The headers and the version script, changed."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "capi/include", folder / "include")
    script = (ROOT / "capi/weightkin.map").read_text()
    # The new function of an addition comes with a version of its own.
    script += "WEIGHTKIN_C_ADDED { global: wkin_added; } WEIGHTKIN_C_0_1;\n"
    (folder / "weightkin.map").write_text(script)
    name, old, new = change
    path = folder / name if name.endswith(".map") else folder / "include/weightkin" / name
    changed, count = re.subn(old, new, path.read_text(), count=1)
    if name.endswith(".map"):
        changed = changed.replace(" wkin_scan_close;", "", 1)
    path.write_text(changed)
    return count == 1


def record(folder):
    """Builds the library of empty functions and dumps it."""
    stub = ['#include <weightkin.h>']
    for whole, _, _ in abi_record.prototypes(folder / "include"):
        empty = "{}" if re.match(r"void\b(?!\s*\*)", whole) else "{ return 0; }"
        stub.append(f"{whole} {empty}")
    (folder / "stub.c").write_text("\n".join(stub) + "\n")
    subprocess.run([compiler, "-std=c99", "-g", "-shared", "-fPIC", "-fvisibility=hidden", "-w",
                    f"-ffile-prefix-map={folder}=.", f"-I{folder}/include",
                    f"-Wl,--version-script={folder}/weightkin.map", "-Wl,-soname,libweightkin_c.so",
                    "-o", str(folder / "stub.so"), str(folder / "stub.c")], check=True)
    abi_record.dump(folder / "stub.so", folder / "include", folder / "stub.abi")
    abi_record.write_constants(folder / "include", folder / "stub.constants")


def outcome(base, folder, change):
    """The breaks that are found after a change; None when it could not be planted."""
    if not planted(folder, change):
        return None
    record(folder)
    return abi_record.breaks(base / "stub.abi", folder / "stub.abi", base / "stub.constants",
                             folder / "include", folder)


base = work / "unchanged"
assert planted(base, ADDITIONS["nothing"])
record(base)
problems = []
for what, change in BREAKS.items():
    found = outcome(base, work / "broken", change)
    if found is None:
        problems.append(f"{what}: cannot be planted any more")
    elif not found:
        problems.append(f"{what}: not noticed")
for what, change in ADDITIONS.items():
    found = outcome(base, work / "added", change)
    if found is None:
        problems.append(f"added {what}: cannot be planted any more")
    elif found:
        problems.append(f"added {what}: called a break: {found}")
report(problems, f"{len(BREAKS)} kinds of break noticed, {len(ADDITIONS)} additions let through")
