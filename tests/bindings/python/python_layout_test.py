"""The ctypes declarations are what the headers say: generated from them, and laid out as a C
compiler lays them out.

usage: python_layout_test.py C_COMPILER"""

import ctypes
import json
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve()
ROOT = HERE.parents[3]
sys.path[:0] = [str(HERE.parents[1]), str(ROOT / "capi/python")]
from print_layout import layout  # noqa: E402
from weightkin import _declarations as declared  # noqa: E402
from weightkin import codes  # noqa: E402

compiler = sys.argv[1]
if shutil.which(compiler) is None:
    print(f"skipped: no C compiler {compiler}")
    sys.exit(77)
subprocess.run([sys.executable, "-B", str(ROOT / "capi/python/generate_python.py"), "--check"],
               check=True)
seen = json.loads(layout(compiler))
problems = []


def expect(what, declared_as, c_says):
    if declared_as != c_says:
        problems.append(f"{what}: declared {declared_as}, C says {c_says}")


expect("ABI version", declared.ABI_VERSION, seen["abi_version"])
expect("functions", sorted(declared.FUNCTIONS), sorted(seen["functions"]))
checked = 0
for name, struct in seen["structs"].items():
    kind = getattr(declared, name)
    expect(name, ctypes.sizeof(kind), struct["size"])
    expect(f"{name}'s fields", [field for field, _ in kind._fields_], list(struct["fields"]))
    for field, (offset, size) in struct["fields"].items():
        member = getattr(kind, field)
        expect(f"{name}.{field}", [member.offset, member.size], [offset, size])
        checked += 1
for name, values in seen["enums"].items():
    kind = getattr(codes, "".join(word.capitalize() for word in name.split("_")[1:]))
    expect(name, sorted(int(member) for member in kind), sorted(values.values()))
    for member in kind:
        found = [word for word, number in values.items()
                 if number == member and word.endswith("_" + member.name)]
        expect(f"{name}: {member.name}", len(found), 1)
if checked < 300:
    problems.append(f"only {checked} fields were looked at")
for problem in problems:
    print(problem)
if problems:
    sys.exit(1)
print(f"{checked} fields of {len(seen['structs'])} structs, {len(seen['enums'])} enumerations, "
      f"{len(seen['functions'])} functions")
