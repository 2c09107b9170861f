"""Writes weightkin/_declarations.py, codes.py, records.py and _package.py from the headers.

usage: generate_python.py [--check]

With --check nothing is written; files that differ from what would be are named and it fails."""

from __future__ import annotations

import pathlib
import re
import sys
import textwrap
from typing import Dict, List, Set, Tuple

from header_reader import Enumeration, Field, Function, Interface, Struct, read_headers

HERE = pathlib.Path(__file__).resolve().parent
NOTE = "# Written by generate_python.py from the C headers; not edited by hand.\n"

SCALARS = {"size_t": "c_size_t", "double": "c_double", "float": "c_float", "int": "c_int",
           "uint8_t": "c_uint8", "int8_t": "c_int8", "uint16_t": "c_uint16", "int16_t": "c_int16",
           "uint32_t": "c_uint32", "int32_t": "c_int32", "uint64_t": "c_uint64",
           "int64_t": "c_int64", "char": "c_char"}

# How many values a struct's pointer leads to: an expression over the struct's other fields.
LENGTHS = {
    "shape": "rank", "layer_of": "layers", "stream_of": "stream", "stream_sign": "stream_signs",
    "token_of": "tokens", "reference_of": "units", "sketch_codes": "buckets",
    "unit_scales": "units", "unit_codes": "16 * units", "row_profile": "32", "row_gram": "120",
    "value_digest": "32", "stored_digest": "32", "cosines": "cosine_count",
    "gate_codes": "gate_code_count", "up_codes": "up_code_count", "found": "found_count",
    "nearest": "nearest_count", "singles": "single_count", "may_be": "may_be_count",
}
# Fields of type uint32_t that are 0 or 1, and of type size_t that may be "no such".
FLAGS = {"has_roots", "moves_values", "repeats_networks", "identity", "arranged", "rounded",
         "shared_unknown", "skip_diagonal", "same_once_undone", "follow_links", "of_several", "cast",
         "directed", "has_finding", "proven", "separable", "compared"}
ABSENT = {"tied_to", "gate", "root", "base"}
# No answers, or read by hand.
NO_RECORDS = {"wkin_error", "wkin_source", "wkin_tensor_view", "wkin_tensor_declaration",
              "wkin_dlpack_tensor", "wkin_tensor_memory", "wkin_known_direction"}
LETTERS = {"uint8_t": "B", "int8_t": "b", "int16_t": "h", "uint16_t": "H", "int64_t": "q",
           "uint64_t": "Q", "float": "f", "double": "d"}


def class_name(name: str) -> str:
    return "".join(word.capitalize() for word in name.replace("wkin_", "", 1).split("_"))


def c_type(field: Field, known: Dict[str, str], by_value: bool) -> str:
    """The ctypes expression of a field; `known` has enumerations, callbacks and structs."""
    base, stars = field.type.rstrip("*"), field.type.count("*")
    if stars == 0:
        text = SCALARS.get(base) or known[base]
        return f"{text} * {field.extent}" if field.extent else text
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
    known.update({enum.name: "c_int32" for enum in api.enumerations})
    lines = [f'"""The C interface as ctypes sees it."""\n\n{NOTE}',
             f"ABI_VERSION = {api.abi_version}\n"]
    for callback in api.callbacks:
        for argument in callback.arguments:
            known.setdefault(argument.type.rstrip("*"), "")
    pending = list(api.callbacks)
    for struct in api.structs:
        for callback in [c for c in pending if all(
                a.type.rstrip("*") in SCALARS or a.type.rstrip("*") == "void" or
                known.get(a.type.rstrip("*")) for a in c.arguments)]:
            lines.append(callback_line(callback, known))
            pending.remove(callback)
        known[struct.name] = struct.name
        lines.append(struct_lines(struct, known))
    for callback in pending:
        lines.append(callback_line(callback, known))
    lines.append("FUNCTIONS = {")
    for function in api.functions:
        arguments = [text_argument(function, a, known) for a in function.arguments]
        result = "None" if function.result == "void" else c_type(
            Field(function.result, "x"), known, True)
        lines.append(f'    "{function.name}": ({result}, [{", ".join(arguments)}]),')
    body = "\n".join(lines[1:]) + "\n}\n"
    used = sorted(set(re.findall(r"\b(c_(?:u?int\d*|size_t|void_p|char_p|char|float|double)|POINTER|"
                                 r"CFUNCTYPE|Structure)\b", body)))
    return (lines[0] + "\nfrom ctypes import (\n" + "".join(f"    {name},\n" for name in used) +
            ")\n\n" + body)


def text_argument(function: Function, argument: Field, known: Dict[str, str]) -> str:
    """Text that goes in is bytes; a buffer that is filled is an address."""
    fills = argument.name in ("buffer",)
    return c_type(argument, known, not fills)


def callback_line(callback: Function, known: Dict[str, str]) -> str:
    result = "None" if callback.result == "void" else c_type(
        Field(callback.result, "x"), known, True)
    arguments = [c_type(a, known, True) for a in callback.arguments]
    known[callback.name] = callback.name
    return f"{callback.name} = CFUNCTYPE({', '.join([result, *arguments])})\n"


def struct_lines(struct: Struct, known: Dict[str, str]) -> str:
    fields = [f'        ("{f.name}", {c_type(f, known, True)}),' for f in struct.fields]
    return "\n".join([f"\nclass {struct.name}(Structure):", "    _fields_ = [", *fields, "    ]\n"])


def comment(text: str, indent: str) -> str:
    quoted = text.replace("\\", "\\\\").replace('"""', "'''")
    return textwrap.fill(f'"""{quoted}"""', 96, initial_indent=indent, subsequent_indent=indent)


def codes(api: Interface) -> str:
    enums = {enum.name for enum in api.enumerations}
    labels = {f.arguments[0].type: f.name for f in api.functions if f.name.endswith("_name")
              and f.result == "char*" and [a.type in enums for a in f.arguments] == [True]}
    lines = [f'"""The numbers of the C interface, as enumerations."""\n\n{NOTE}',
             "from __future__ import annotations\n",
             "from weightkin._code import LABELS, Code, Part\n"]
    for enum in api.enumerations:
        lines.append(enumeration_lines(enum))
    lines.append("\nLABELS.update({")
    lines += [f'    {class_name(name)}: "{label}",' for name, label in labels.items()]
    lines.append("})\n")
    names = [class_name(enum.name) for enum in api.enumerations]
    lines.append("__all__ = [\n" + "".join(f'    "{name}",\n' for name in names) + "]")
    return "\n".join(lines) + "\n"


def enumeration_lines(enum: Enumeration) -> str:
    prefix = re.match(r"WKIN_(?:(?:\w+)_)?", common_prefix(list(enum.values)))
    skip = len(prefix[0]) if prefix else 0
    base = "Part" if enum.name.endswith("_part") else "Code"
    lines = [f"\nclass {class_name(enum.name)}({base}):"]
    if enum.text:
        lines.append(comment(enum.text, "    ") + "\n")
    lines += [f"    {word[skip:]} = {number}" for word, number in enum.values.items()]
    return "\n".join(lines) + "\n"


def common_prefix(words: List[str]) -> str:
    first, last = min(words), max(words)
    size = next((i for i, letter in enumerate(first) if i >= len(last) or last[i] != letter),
                len(first))
    return first[:first.rfind("_", 0, size) + 1] if size else ""


def records(api: Interface) -> str:
    enums = {enum.name for enum in api.enumerations}
    chosen = [s for s in api.structs
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
    if struct.text:
        lines.append(comment(struct.text, "    ") + "\n")
    lines += annotations
    lines += ["\n    @classmethod",
              f"    def _of(cls, raw: Any, position: int = -1) -> {class_name(struct.name)}:",
              "        return cls(" + ",\n                   ".join(values) + ")\n"]
    return "\n".join(lines)


def record_field(struct: Struct, field: Field, enums: Set[str],
                 structs: Set[str]) -> Tuple[str, str]:
    raw, base = f"raw.{field.name}", field.type.rstrip("*")
    if field.type == "char*":
        return "str", f"text({raw})"
    if field.type.endswith("*"):
        length = LENGTHS.get(field.name)
        if length is None:
            sys.exit(f"{struct.name}.{field.name}: how long? Add it to LENGTHS")
        length = re.sub(r"([a-z_]+)", r"raw.\1", length)
        if length == "32" and base == "uint8_t":
            return "Optional[bytes]", f"digest({raw})"
        if base == "size_t" or field.name == "shape":
            return "Tuple[int, ...]", f"numbers({raw}, {length})"
        return "Optional[memoryview]", f'array({raw}, {length}, "{LETTERS[base]}")'
    if field.extent:
        if base == "uint8_t":
            return "bytes", f"bytes({raw})"
        return "Tuple[int, ...]", f"tuple({raw})"
    if base in enums:
        return class_name(base), f"{class_name(base)}({raw})"
    if base in structs:
        return class_name(base), f"{class_name(base)}._of({raw})"
    if field.type == "size_t" and field.name in ABSENT:
        return "Optional[int]", f"place({raw})"
    if field.type == "uint32_t" and field.name in FLAGS:
        return "bool", f"{raw} != 0"
    return ("float" if base in ("double", "float") else "int"), raw


def package() -> str:
    header = (HERE.parents[1] / "include/weightkin/version.hpp").read_text()
    found = re.search(r'define WEIGHTKIN_VERSION "(.+)"', header)
    if found is None:
        sys.exit("version.hpp names no version")
    return f'"""The version of this package."""\n\n{NOTE}\nVERSION = "{found[1]}"\n'


def main() -> None:
    api = read_headers()
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
          f"{len(api.enumerations)} enumerations")


if __name__ == "__main__":
    main()
