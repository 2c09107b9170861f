"""Reads the C interface from its headers. They are regular: one enumerator, field or parameter is
declared at a time, and no macro of ours hides a declaration. What is not understood is an error, so
that no declaration is left out in silence."""

from __future__ import annotations

import dataclasses
import pathlib
import re
from typing import Dict, List, Optional, Tuple, Union

# The headers whose functions the safe layers offer, and whose results they read. Functions of other
# headers are declared in the lower layers only.
PARTS = ("codes", "model", "inventory", "comparison", "arrangement", "operation", "merge",
         "fingerprint", "scan", "forest", "digests", "index", "exchange")

SIZES = {"char": 1, "int8_t": 1, "uint8_t": 1, "int16_t": 2, "uint16_t": 2, "int": 4, "int32_t": 4,
         "uint32_t": 4, "float": 4, "int64_t": 8, "uint64_t": 8, "double": 8, "size_t": 8}

# How long the arrays are that a struct points to: a field of the same struct, or a number, or
# both multiplied.
LENGTHS = {
    ("tensor_info", "shape"): ("rank", 1), ("encoding_part", "shape"): ("rank", 1),
    ("tensor_evidence", "shape"): ("rank", 1), ("tensor_print", "shape"): ("rank", 1),
    ("arrangement", "layer_of"): ("layers", 1), ("arrangement", "stream_of"): ("stream", 1),
    ("arrangement", "stream_sign"): ("stream_signs", 1), ("arrangement", "token_of"): ("tokens", 1),
    ("unit_map", "reference_of"): ("units", 1),
    ("change_spectrum", "shares"): ("values", 1),
    ("change_spectrum", "gaussian_shares"): ("values", 1),
    ("unit_anchors", "cosines"): ("cosine_count", 1),
    ("unit_anchors", "gate_codes"): ("gate_code_count", 1),
    ("unit_anchors", "up_codes"): ("up_code_count", 1),
    ("tensor_print", "sketch_codes"): ("buckets", 1), ("tensor_print", "unit_scales"): ("units", 1),
    ("tensor_print", "unit_codes"): ("units", 16), ("tensor_print", "row_profile"): (None, 32),
    ("tensor_print", "row_gram"): (None, 120), ("tensor_print", "value_digest"): (None, 32),
    ("tensor_print", "stored_digest"): (None, 32),
    ("origin", "found"): ("found_count", 1), ("origin", "nearest"): ("nearest_count", 1),
    ("forest_overall", "singles"): ("single_count", 1), ("node", "may_be"): ("may_be_count", 1),
    ("tensor_hash", "shape"): ("rank", 1),
}

# A 32-bit number whose comment begins with what 1 means says yes or no. These begin with what 0
# means.
SAID_BY_ZERO = {"has_roots", "has_seed", "separable"}

# Results that the safe layers read by hand: they hold an address.
BY_HAND = {"tensor_memory"}

# Numbers of type size_t that may be "no such".
ABSENT = {"tied_to", "gate", "root", "base"}

# 64-bit patterns rather than counts: a language whose plain numbers are doubles must not round.
PATTERNS = {"seed", "checksum", "checksum_bf16", "checksum_f16"}


@dataclasses.dataclass
class Parameter:
    """Of a function, what it returns (without a name), or a field."""

    name: str
    type: str        # without const and stars; a struct of others is void
    stars: int
    const: bool
    count: int = 0   # of an array, else 0

    @property
    def pointer(self) -> bool:
        return self.stars > 0

    @property
    def text(self) -> bool:
        return self.stars == 1 and self.type == "char"


@dataclasses.dataclass
class Field(Parameter):
    """Of a struct."""

    comment: str = ""
    offset: int = 0
    size: int = 0

    @property
    def absent(self) -> bool:
        """Whether all bits set means that there is none."""
        return self.name in ABSENT and self.type == "size_t" and not self.pointer

    @property
    def flag(self) -> bool:
        """Whether it says yes or no."""
        said = self.comment.startswith("1: ") or self.name in SAID_BY_ZERO
        return said and self.type == "uint32_t" and not self.pointer


@dataclasses.dataclass
class Struct:
    name: str
    fields: List[Field]
    comment: str
    size: int = 0
    align: int = 1

    @property
    def values(self) -> List[Field]:
        """What a reader wants to see of a result."""
        return [f for f in self.fields if not f.name.startswith("reserved")]


@dataclasses.dataclass
class Function:
    name: str
    returns: Parameter
    parameters: List[Parameter]
    part: str = ""   # the header it is declared in


@dataclasses.dataclass
class Enum:
    name: str
    values: List[Tuple[str, int, str]]  # (name without WKIN_, number, comment)
    comment: str
    prefix: str = ""

    @property
    def cases(self) -> List[Tuple[str, int, str]]:
        """(name without the common prefix, number, comment) without the size keeper."""
        return [(name[len(self.prefix):], number, comment) for name, number, comment in self.values
                if not name.endswith("_SIZE")]


@dataclasses.dataclass
class Interface:
    enums: Dict[str, Enum] = dataclasses.field(default_factory=dict)
    structs: Dict[str, Struct] = dataclasses.field(default_factory=dict)
    functions: List[Function] = dataclasses.field(default_factory=list)
    callbacks: Dict[str, Function] = dataclasses.field(default_factory=dict)
    handles: List[str] = dataclasses.field(default_factory=list)
    constants: Dict[str, int] = dataclasses.field(default_factory=dict)

    @property
    def results(self) -> List[Struct]:
        """Structs that functions of PARTS fill in, passed with their size."""
        named = {p.type for f in self.functions if f.part in PARTS for p, after in zip(f.parameters, f.parameters[1:])
                 if p.stars == 1 and not p.const and p.type in self.structs
                 and after.type == "size_t" and after.name.endswith("_size")}
        inner = {f.type for name in named for f in self.structs[name].fields
                 if f.type in self.structs}
        return [s for s in self.structs.values() if s.name in (named | inner) - BY_HAND]


def clean(comment: Optional[str]) -> str:
    """A comment's text as one paragraph."""
    text = re.sub(r"^/\*\s*|\s*\*/$", "", comment or "")
    return " ".join(re.sub(r"\s*\n\s*\*?\s*", " ", text).split())


def plain(text: str) -> str:
    return re.sub(r"/\*.*?\*/", " ", text, flags=re.DOTALL)


def bare(name: str) -> str:
    return re.sub(r"^wkin_", "", name)


def parameter(text: str) -> Parameter:
    """`const uint64_t* shape` and the like; `uint8_t root[32]`; what a function returns."""
    # Structs of others are only handed on.
    words = re.sub(r"\bconst\b", " ", re.sub(r"\bstruct \w+", "void", text))
    found = re.fullmatch(r"\s*(\w+)\s*((?:\*\s*)*)(\w*)\s*(?:\[(\d+)\])?\s*", words)
    if found is None:
        raise ValueError(f"not understood: {text!r}")
    return Parameter(found[3], bare(found[1]), found[2].count("*"), text.strip().startswith("const "),
                     int(found[4] or 0))


def parameters(text: str) -> List[Parameter]:
    return [] if text.strip() == "void" else [parameter(p) for p in text.split(",")]


def parse_enum(name: str, comment: str, body: str) -> Enum:
    values = [(m[1], int(m[2], 0), clean(m[3])) for m in
              re.finditer(r"WKIN_(\w+)\s*=\s*(\w+),?[ \t]*(/\*.*?\*/)?", body, re.DOTALL)]
    keepers = [value for value, number, _ in values if value.endswith("_SIZE") and number == 0x7fffffff]
    if len(values) != plain(body).count("=") or len(keepers) != 1:
        raise ValueError(f"{name}: enumerators like WKIN_X = 1, and one that fixes the size")
    prefix = keepers[0][:-len("SIZE")]
    while not all(v.startswith(prefix) for v, _, _ in values if v not in keepers):
        prefix = re.sub(r"[^_]*_$", "", prefix)
    return Enum(bare(name), values, clean(comment), prefix)


def parse_struct(name: str, comment: str, body: str) -> Struct:
    fields = []
    for m in re.finditer(r"((?:/\*.*?\*/|[^;/])+);[ \t]*(/\*.*?\*/)?", body, re.DOTALL):
        before = re.search(r"/\*.*?\*/", m[1], re.DOTALL)
        declared = parameter(plain(m[1]))
        fields.append(Field(**dataclasses.asdict(declared),
                            comment=clean(m[2] or (before[0] if before else None))))
    if len(fields) != plain(body).count(";"):
        raise ValueError(f"{name}: a field was not understood")
    return Struct(bare(name), fields, clean(comment))


def lay_out(interface: Interface) -> None:
    """Offsets by the rules of the 64-bit System V ABI, which the layout test asks a compiler for."""
    for struct in interface.structs.values():
        offset = 0
        for field in struct.fields:
            if field.pointer or field.type.endswith("_callback") or field.type == "void":
                size = align = 8
            elif field.type in interface.enums:
                size = align = 4
            elif field.type in interface.structs:
                size, align = interface.structs[field.type].size, interface.structs[field.type].align
            else:
                size = align = SIZES[field.type]
            size *= field.count or 1
            offset = -(-offset // align) * align
            field.offset, field.size = offset, size
            struct.align = max(struct.align, align)
            offset += size
        struct.size = -(-offset // struct.align) * struct.align


def generation_order(folder: pathlib.Path) -> List[str]:
    """The headers of PARTS, then the others."""
    return list(PARTS) + sorted(p.stem for p in folder.glob("*.h") if p.stem not in PARTS)


def include_order(folder: pathlib.Path) -> List[str]:
    """All that weightkin.h includes, each after what it includes itself."""
    ordered: List[str] = []

    def take(header: pathlib.Path) -> None:
        for inner in re.findall(r"#include <weightkin/(\w+)\.h>", header.read_text()):
            if inner not in ordered:
                take(folder / f"{inner}.h")
                ordered.append(inner)

    take(folder.parent / "weightkin.h")
    return ordered


def read_part(interface: Interface, part: str, text: str) -> None:
    """Adds what one header declares."""
    doc = r"(?:(/\*(?:(?!\*/).)*\*/)\s*\n)?"
    for kind, parse, into in (("enum", parse_enum, interface.enums),
                              ("struct", parse_struct, interface.structs)):
        for comment, name, body in re.findall(
                doc + rf"typedef {kind} (wkin_\w+) \{{(.*?)\}} \2;", text, re.DOTALL):
            into[bare(name)] = parse(name, comment, body)  # type: ignore[index]
    bared = plain(text)
    interface.handles += [bare(h) for h in re.findall(r"typedef struct (wkin_\w+) \1;", bared)]
    for returns, name, body in re.findall(
            r"typedef\s+(\w+\*?)\s*\(\*(wkin_\w+)\)\s*\(([^()]*)\)\s*;", bared):
        interface.callbacks[bare(name)] = Function(bare(name), parameter(returns), parameters(body))
    found = re.findall(r"WKIN_API\s+([\w\s*]+?)\s*\b(wkin_\w+)\s*\(([^()]*)\)\s*;", bared)
    if len(found) != len(re.findall(r"^WKIN_API\b", bared, re.MULTILINE)):
        raise ValueError(f"{part}: a function was not understood")
    interface.functions += [Function(name, parameter(returns), parameters(body), part)
                            for returns, name, body in found]
    interface.constants.update((name, int(number)) for name, number in
                               re.findall(r"#define WKIN_(\w+) \(?(-?\d+)\)?\n", text))


def read(include: Union[str, pathlib.Path], order: Optional[List[str]] = None) -> Interface:
    """The interface declared in the folder `include`, its headers in the order given."""
    folder = pathlib.Path(include) / "weightkin"
    interface = Interface()
    for part in order or generation_order(folder):
        text = (folder / f"{part}.h").read_text()
        read_part(interface, part, re.sub(r"/\* ---- .*? \*/", "", text))
    lay_out(interface)
    return interface


def version(root: Union[str, pathlib.Path]) -> Tuple[int, ...]:
    """(major, minor, patch) of the library."""
    text = (pathlib.Path(root) / "include/weightkin/version.hpp").read_text()
    return tuple(int(n) for n in re.findall(r"VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", text))
