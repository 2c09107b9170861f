"""Prints the layout of the C interface as JSON: sizes and offsets of every struct, the numbers of
every enumeration, as a C compiler sees them. For tests of bindings.

usage: print_layout.py C_COMPILER

    {"abi_version": 0,
     "functions": ["wkin_abi_version", ...],
     "enums": {"wkin_status": {"WKIN_OK": 0, ...}, ...},
     "structs": {"wkin_error": {"size": 1024, "fields": {"status": [0, 4], ...}}, ...}}

A field is [offset, size]."""

import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADERS = ROOT / "capi/include"
sys.path.insert(0, str(ROOT / "capi/generate"))
import c_headers  # noqa: E402


def program(api):
    """A C program that prints the JSON."""
    lines = ["#include <stddef.h>", "#include <stdio.h>", "#include <weightkin.h>",
             "int main(void) {", f'  printf("{{\\"abi_version\\": %d, \\"functions\\": [", '
             "WKIN_ABI_VERSION);"]
    for i, function in enumerate(api.functions):
        lines.append(f'  printf("{", " if i else ""}\\"{function.name}\\"");')
    lines.append('  printf("],\\n \\"enums\\": {");')
    for i, enum in enumerate(api.enums.values()):
        lines.append(f'  printf("{"," if i else ""}\\n  \\"wkin_{enum.name}\\": {{");')
        words = [f"WKIN_{word}" for word, number, _ in enum.values if number != 0x7fffffff]
        for j, word in enumerate(words):
            lines.append(f'  printf("{", " if j else ""}\\"{word}\\": %d", (int){word});')
        lines.append('  printf("}");')
    lines.append('  printf("},\\n \\"structs\\": {");')
    for i, struct in enumerate(api.structs.values()):
        kind = f"wkin_{struct.name}"
        lines.append(f'  printf("{"," if i else ""}\\n  \\"{kind}\\": {{\\"size\\": %d, '
                     f'\\"fields\\": {{", (int)sizeof({kind}));')
        for j, field in enumerate(struct.fields):
            lines.append(f'  printf("{", " if j else ""}\\"{field.name}\\": [%d, %d]", '
                         f"(int)offsetof({kind}, {field.name}), "
                         f"(int)sizeof((({kind}*)0)->{field.name}));")
        lines.append('  printf("}}");')
    lines += ['  printf("}}\\n");', "  return 0;", "}", ""]
    return "\n".join(lines)


def layout(compiler):
    """The JSON text."""
    with tempfile.TemporaryDirectory() as folder:
        source, made = pathlib.Path(folder) / "layout.c", pathlib.Path(folder) / "layout"
        source.write_text(program(c_headers.read(HEADERS, c_headers.include_order(HEADERS / "weightkin"))))
        subprocess.run([compiler, "-std=c99", "-I", str(HEADERS), str(source), "-o", str(made)],
                       check=True)
        return subprocess.run([str(made)], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    print(layout(sys.argv[1]), end="")
