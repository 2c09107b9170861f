"""Writes weightkin/_declarations.py, codes.py, records.py and _package.py from the headers.

usage: generate_python.py [--check]

With --check nothing is written; files that differ from what would be are named and it fails."""

from __future__ import annotations

import pathlib
import re
import sys
import textwrap
from typing import Dict, List, Optional, Set, Tuple

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "generate"))

from c_headers import (  # noqa: E402
    LENGTHS,
    Enum,
    Field,
    Function,
    Interface,
    Parameter,
    Struct,
    include_order,
    read,
)

HEADERS = HERE.parent / "include"
NOTE = "# Written by generate_python.py from the C headers; not edited by hand.\n"

SCALARS = {"size_t": "c_size_t", "double": "c_double", "float": "c_float", "int": "c_int",
           "uint8_t": "c_uint8", "int8_t": "c_int8", "uint16_t": "c_uint16", "int16_t": "c_int16",
           "uint32_t": "c_uint32", "int32_t": "c_int32", "uint64_t": "c_uint64",
           "int64_t": "c_int64", "char": "c_char"}

# No answers, or read by hand.
NO_RECORDS = {"error", "source", "tensor_view", "tensor_declaration",
              "dlpack_tensor", "tensor_memory", "known_direction"}
LETTERS = {"uint8_t": "B", "int8_t": "b", "int16_t": "h", "uint16_t": "H", "int64_t": "q",
           "uint64_t": "Q", "float": "f", "double": "d"}


def class_name(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def c_type(field: Parameter, known: Dict[str, str], by_value: bool) -> str:
    """The ctypes expression of a field; `known` has enumerations, callbacks and structs."""
    base, stars = field.type, field.stars
    if stars == 0:
        text = SCALARS.get(base) or known[base]
        return f"{text} * {field.count}" if field.count else text
    if base == "char" and not by_value:
        return "c_void_p"  # a buffer to be filled
    if base == "char":
        return "c_char_p" if stars == 1 else "POINTER(c_char_p)"
    if base == "void" or known.get(base) == "handle":
        return "c_void_p" if stars == 1 else "POINTER(c_void_p)"
    text = SCALARS.get(base) or known[base]
    for _ in range(stars):
        text = f"POINTER({text})"
    return text


def declarations(api: Interface) -> str:
    known = {name: "handle" for name in api.handles}
    known.update({name: "c_int32" for name in api.enums})
    lines = [f'"""The C interface as ctypes sees it."""\n\n{NOTE}',
             f"ABI_VERSION = {api.constants['ABI_VERSION']}\n"]
    pending = list(api.callbacks.values())
    for struct in api.structs.values():
        for callback in [c for c in pending if all(
                a.type in SCALARS or a.type == "void" or known.get(a.type)
                for a in c.parameters)]:
            lines.append(callback_line(callback, known))
            pending.remove(callback)
        known[struct.name] = f"wkin_{struct.name}"
        lines.append(struct_lines(struct, known))
    for callback in pending:
        lines.append(callback_line(callback, known))
    lines.append("FUNCTIONS = {")
    for function in api.functions:
        arguments = [text_argument(a, known) for a in function.parameters]
        result = c_result(function, known)
        lines.append(f'    "{function.name}": ({result}, [{", ".join(arguments)}]),')
    body = "\n".join(lines[1:]) + "\n}\n"
    used = sorted(set(re.findall(r"\b(c_(?:u?int\d*|size_t|void_p|char_p|char|float|double)|POINTER|"
                                 r"CFUNCTYPE|Structure)\b", body)))
    return (lines[0] + "\nfrom ctypes import (\n" + "".join(f"    {name},\n" for name in used) +
            ")\n\n" + body)


def c_result(function: Function, known: Dict[str, str]) -> str:
    returned = function.returns
    nothing = returned.type == "void" and not returned.pointer
    return "None" if nothing else c_type(returned, known, True)


def text_argument(argument: Parameter, known: Dict[str, str]) -> str:
    """Text that goes in is bytes; a buffer that is filled is an address."""
    fills = argument.name in ("buffer",)
    return c_type(argument, known, not fills)


def callback_line(callback: Function, known: Dict[str, str]) -> str:
    arguments = [c_type(a, known, True) for a in callback.parameters]
    known[callback.name] = f"wkin_{callback.name}"
    return (f"wkin_{callback.name} = CFUNCTYPE("
            f"{', '.join([c_result(callback, known), *arguments])})\n")


def struct_lines(struct: Struct, known: Dict[str, str]) -> str:
    fields = [f'        ("{f.name}", {c_type(f, known, True)}),' for f in struct.fields]
    return "\n".join([f"\nclass wkin_{struct.name}(Structure):", "    _fields_ = [", *fields, "    ]\n"])


def comment(text: str, indent: str) -> str:
    quoted = text.replace("\\", "\\\\").replace('"""', "'''")
    return textwrap.fill(f'"""{quoted}"""', 96, initial_indent=indent, subsequent_indent=indent)


def codes(api: Interface) -> str:
    labels = {f.parameters[0].type: f.name for f in api.functions if f.name.endswith("_name")
              and f.returns.text and [p.type in api.enums for p in f.parameters] == [True]}
    lines = [f'"""The numbers of the C interface, as enumerations."""\n\n{NOTE}',
             "from __future__ import annotations\n",
             "from weightkin._code import LABELS, Code, Part\n"]
    lines += [enumeration_lines(enum) for enum in api.enums.values()]
    lines.append("\nLABELS.update({")
    lines += [f'    {class_name(name)}: "{label}",' for name, label in labels.items()]
    lines.append("})\n")
    names = [class_name(name) for name in api.enums]
    lines.append("__all__ = [\n" + "".join(f'    "{name}",\n' for name in names) + "]")
    return "\n".join(lines) + "\n"


def enumeration_lines(enum: Enum) -> str:
    values = {f"WKIN_{name}": number for name, number, _ in enum.values if number != 0x7fffffff}
    prefix = re.match(r"WKIN_(?:(?:\w+)_)?", common_prefix(list(values)))
    skip = len(prefix[0]) if prefix else 0
    base = "Part" if enum.name.endswith("_part") else "Code"
    lines = [f"\nclass {class_name(enum.name)}({base}):"]
    if enum.comment:
        lines.append(comment(enum.comment, "    ") + "\n")
    lines += [f"    {word[skip:]} = {number}" for word, number in values.items()]
    return "\n".join(lines) + "\n"


def common_prefix(words: List[str]) -> str:
    first, last = min(words), max(words)
    size = next((i for i, letter in enumerate(first) if i >= len(last) or last[i] != letter),
                len(first))
    return first[:first.rfind("_", 0, size) + 1] if size else ""


def records(api: Interface) -> str:
    enums = set(api.enums)
    chosen = [s for s in api.structs.values()
              if s.name not in NO_RECORDS and s.fields[0].name != "struct_size"]
    names = {s.name for s in chosen}
    used = sorted({class_name(f.type) for s in chosen for f in s.fields if f.type in enums})
    lines = [f'"""What the library answers, copied out of its structs."""\n\n{NOTE}',
             "from __future__ import annotations\n",
             "from typing import Any, NamedTuple, Optional, Tuple\n",
             "from weightkin._copy import array, digest, numbers, place, text",
             "from weightkin.codes import (\n" + "".join(f"    {n},\n" for n in used) + ")\n"]
    for struct in chosen:
        lines.append(record_lines(struct, enums, names))
    lines.append("\n__all__ = [\n" +
                 "".join(f'    "{class_name(s.name)}",\n' for s in chosen) + "]")
    return "\n".join(lines) + "\n"


def record_lines(struct: Struct, enums: Set[str], structs: Set[str]) -> str:
    annotations, values = ["    position: int"], ["position"]
    for field in struct.fields:
        if field.name.startswith("reserved"):
            continue
        annotation, value = record_field(struct, field, enums, structs)
        annotations.append(f"    {field.name}: {annotation}")
        values.append(value)
    lines = [f"\nclass {class_name(struct.name)}(NamedTuple):"]
    if struct.comment:
        lines.append(comment(struct.comment, "    ") + "\n")
    lines += annotations
    lines += ["\n    @classmethod",
              f"    def _of(cls, raw: Any, position: int = -1) -> {class_name(struct.name)}:",
              "        return cls(" + ",\n                   ".join(values) + ")\n"]
    return "\n".join(lines)


def length_of(counted: Optional[str], factor: int) -> str:
    """How many values a pointer leads to, as Python says it."""
    if counted is None:
        return str(factor)
    return f"raw.{counted}" if factor == 1 else f"{factor} * raw.{counted}"


def record_field(struct: Struct, field: Field, enums: Set[str],
                 structs: Set[str]) -> Tuple[str, str]:
    raw, base = f"raw.{field.name}", field.type
    if field.text:
        return "str", f"text({raw})"
    if field.pointer:
        if (struct.name, field.name) not in LENGTHS:
            sys.exit(f"{struct.name}.{field.name}: how long? Add it to LENGTHS of c_headers.py")
        length = length_of(*LENGTHS[struct.name, field.name])
        if length == "32" and base == "uint8_t":
            return "Optional[bytes]", f"digest({raw})"
        if base == "size_t" or field.name == "shape":
            return "Tuple[int, ...]", f"numbers({raw}, {length})"
        return "Optional[memoryview]", f'array({raw}, {length}, "{LETTERS[base]}")'
    if field.count:
        if base == "uint8_t":
            return "bytes", f"bytes({raw})"
        return "Tuple[int, ...]", f"tuple({raw})"
    if base in enums:
        return class_name(base), f"{class_name(base)}({raw})"
    if base in structs:
        return class_name(base), f"{class_name(base)}._of({raw})"
    if field.absent:
        return "Optional[int]", f"place({raw})"
    if field.flag:
        return "bool", f"{raw} != 0"
    return ("float" if base in ("double", "float") else "int"), raw


def package() -> str:
    header = (HERE.parents[1] / "include/weightkin/version.hpp").read_text()
    found = re.search(r'define WEIGHTKIN_VERSION "(.+)"', header)
    if found is None:
        sys.exit("version.hpp names no version")
    return f'"""The version of this package."""\n\n{NOTE}\nVERSION = "{found[1]}"\n'


def main() -> None:
    api = read(HEADERS, include_order(HEADERS / "weightkin"))
    wanted = {"_declarations.py": declarations(api), "codes.py": codes(api),
              "records.py": records(api), "_package.py": package()}
    stale = []
    for name, content in wanted.items():
        path = HERE / "weightkin" / name
        if not path.exists() or path.read_text() != content:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(content)
    if "--check" in sys.argv and stale:
        sys.exit(f"not what the headers say: {', '.join(stale)}; run {sys.argv[0]}")
    print(f"{len(api.functions)} functions, {len(api.structs)} structs, "
          f"{len(api.enums)} enumerations")


if __name__ == "__main__":
    main()
