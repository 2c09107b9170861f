"""Reads the C interface from its headers. They are regular: one enumerator, field or parameter is
declared at a time, and no macro of ours hides a declaration."""

import dataclasses
import pathlib
import re

# The headers whose functions the safe layers offer, and whose results they read. Functions of other
# headers are declared in the lower layers only.
PARTS = ("codes", "model", "inventory", "comparison", "arrangement", "operation", "merge",
         "fingerprint")

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
    ("unit_anchors", "cosines"): ("cosine_count", 1),
    ("unit_anchors", "gate_codes"): ("gate_code_count", 1),
    ("unit_anchors", "up_codes"): ("up_code_count", 1),
    ("tensor_print", "sketch_codes"): ("buckets", 1), ("tensor_print", "unit_scales"): ("units", 1),
    ("tensor_print", "unit_codes"): ("units", 16), ("tensor_print", "row_profile"): (None, 32),
    ("tensor_print", "row_gram"): (None, 120), ("tensor_print", "value_digest"): (None, 32),
    ("tensor_print", "stored_digest"): (None, 32),
}

# 32-bit numbers that say yes or no.
FLAGS = {"arranged", "rounded", "same_once_undone", "moves_values", "repeats_networks", "identity", "has_roots"}

# 64-bit patterns rather than counts: a language whose plain numbers are doubles must not round.
PATTERNS = {"seed", "checksum", "checksum_bf16", "checksum_f16"}


@dataclasses.dataclass
class Field:
    name: str
    type: str        # without const and stars
    pointer: bool
    count: int = 0   # of an array inside the struct
    comment: str = ""
    offset: int = 0
    size: int = 0

    @property
    def text(self):
        return self.pointer and self.type == "char"


@dataclasses.dataclass
class Struct:
    name: str
    fields: list
    comment: str
    size: int = 0
    align: int = 1

    @property
    def values(self):
        """What a reader wants to see of a result."""
        return [f for f in self.fields if not f.name.startswith("reserved")]


@dataclasses.dataclass
class Parameter:
    name: str
    type: str
    stars: int
    const: bool


@dataclasses.dataclass
class Function:
    name: str
    returns: Parameter
    parameters: list
    part: str = ""   # the header it is declared in


@dataclasses.dataclass
class Enum:
    name: str
    values: list     # of (name without WKIN_, number, comment)
    comment: str
    prefix: str = ""

    @property
    def cases(self):
        """(name without the common prefix, number, comment) without the size keeper."""
        return [(name[len(self.prefix):], number, comment) for name, number, comment in self.values
                if not name.endswith("_SIZE")]


@dataclasses.dataclass
class Interface:
    enums: dict = dataclasses.field(default_factory=dict)
    structs: dict = dataclasses.field(default_factory=dict)
    functions: list = dataclasses.field(default_factory=list)
    callbacks: dict = dataclasses.field(default_factory=dict)
    handles: list = dataclasses.field(default_factory=list)
    constants: dict = dataclasses.field(default_factory=dict)

    @property
    def results(self):
        """Structs that functions of PARTS fill in, passed with their size."""
        named = {p.type for f in self.functions if f.part in PARTS for p, after in zip(f.parameters, f.parameters[1:])
                 if p.stars == 1 and not p.const and p.type in self.structs
                 and after.type == "size_t" and after.name.endswith("_size")}
        inner = {f.type for name in named for f in self.structs[name].fields
                 if f.type in self.structs}
        return [s for s in self.structs.values() if s.name in named | inner]


def clean(comment):
    text = re.sub(r"\s*\n\s*\*?\s*", " ", comment or "").strip()
    return re.sub(r"^/\*\s*|\s*\*/$", "", text)


def bare(name):
    return re.sub(r"^wkin_", "", name)


def opaque(text):
    """Structs of others are only handed on."""
    return re.sub(r"\bstruct \w+", "void", text)


def parameter(text):
    text = text.strip()
    const = text.startswith("const ")
    stars = text.count("*")
    words = opaque(re.sub(r"\bconst\b|\*", " ", text)).split()
    kind = words[0]
    return Parameter(words[1] if len(words) > 1 else "", bare(kind), stars, const)


def parse_enum(found):
    comment, name, body = found.group(1), bare(found.group(2)), found.group(3)
    values = [(m.group(1), int(m.group(2), 0), clean(m.group(3))) for m in
              re.finditer(r"WKIN_(\w+) = (\w+),?[ \t]*(/\*.*?\*/)?", body, re.DOTALL)]
    names = [value[0] for value in values]
    keeper = next(n for n in names if n.endswith("_SIZE"))
    prefix = keeper[:-len("SIZE")]
    others = [n for n in names if n != keeper]
    while not all(n.startswith(prefix) for n in others):
        prefix = re.sub(r"[^_]*_$", "", prefix)
    return Enum(name, values, clean(comment), prefix)


def parse_struct(found):
    comment, name, body = found.group(1), bare(found.group(2)), found.group(3)
    fields = []
    for m in re.finditer(r"((?:/\*.*?\*/|[^;/])+);[ \t]*(/\*.*?\*/)?", body, re.DOTALL):
        before = re.search(r"/\*.*?\*/", m.group(1), re.DOTALL)
        text = re.sub(r"/\*.*?\*/", " ", m.group(1), flags=re.DOTALL).strip()
        count = re.search(r"\[(\d+)\]", text)
        words = opaque(re.sub(r"\bconst\b|\*|\[\d+\]", " ", text)).split()
        assert len(words) == 2, text
        fields.append(Field(words[1], bare(words[0]), "*" in text,
                            int(count.group(1)) if count else 0,
                            clean(m.group(2) or (before and before.group()))))
    return Struct(name, fields, clean(comment))


def lay_out(interface):
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


def read(include):
    """The interface declared in the folder `include`."""
    folder = pathlib.Path(include) / "weightkin"
    parts = list(PARTS) + sorted(p.stem for p in folder.glob("*.h") if p.stem not in PARTS)
    text = "\n".join((folder / f"{part}.h").read_text() for part in parts)
    text = re.sub(r"/\* ---- .*? \*/", "", text)
    interface = Interface()
    doc = r"(?:(/\*(?:(?!\*/).)*\*/)\s*\n)?"
    for m in re.finditer(doc + r"typedef enum wkin_\w+ \{(?P<b>)", text, re.DOTALL):
        rest = re.compile(r"typedef enum (wkin_\w+) \{(.*?)\} \1;", re.DOTALL)
        whole = rest.search(text, m.start())
        enum = parse_enum(re.compile(r"(/\*.*\*/\s*)?typedef enum (wkin_\w+) \{(.*?)\} \2;",
                                     re.DOTALL).match((m.group(1) or "") + whole.group()))
        interface.enums[enum.name] = enum
    for m in re.finditer(doc + r"typedef struct wkin_\w+ \{", text, re.DOTALL):
        whole = re.compile(r"typedef struct (wkin_\w+) \{(.*?)\} \1;", re.DOTALL).search(text, m.start())
        struct = parse_struct(re.compile(r"(/\*.*?\*/)?\s*typedef struct (wkin_\w+) \{(.*)\} \2;",
                                         re.DOTALL).match((m.group(1) or "") + whole.group()))
        interface.structs[struct.name] = struct
    plain = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    interface.handles = [bare(h) for h in re.findall(r"typedef struct (wkin_\w+) \1;", plain)]
    for returns, name, body in re.findall(r"typedef (\w+) \(\*(wkin_\w+)\)\(([^)]*)\);", plain):
        interface.callbacks[bare(name)] = Function(
            bare(name), parameter(returns), [parameter(p) for p in body.split(",")])
    for part in parts:
        own = re.sub(r"/\*.*?\*/", "", (folder / f"{part}.h").read_text(), flags=re.DOTALL)
        for returns, name, body in re.findall(
                r"WKIN_API ([\w \*]+?)\s*\b(wkin_\w+)\(([^)]*)\);", own):
            interface.functions.append(Function(
                name, parameter(returns),
                [parameter(p) for p in body.split(",") if p.strip() != "void"], part))
    for name, number in re.findall(r"#define WKIN_(\w+) \(?(-?\d+)\)?\n", text):
        interface.constants[name] = int(number)
    lay_out(interface)
    return interface


def version(root):
    """(major, minor, patch) of the library."""
    text = (pathlib.Path(root) / "include/weightkin/version.hpp").read_text()
    return tuple(int(re.search(rf"VERSION_{part} (\d+)", text).group(1))
                 for part in ("MAJOR", "MINOR", "PATCH"))
