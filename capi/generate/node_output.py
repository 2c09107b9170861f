"""The JavaScript tables of functions, structs and enums, and their TypeScript types."""

import json

from c_headers import LENGTHS, PATTERNS
from spelling import GENERATED, block, camel, pascal, spelled

NUMBERS = {"int8_t": "i8", "uint8_t": "u8", "int16_t": "i16", "uint16_t": "u16", "int32_t": "i32",
           "uint32_t": "u32", "float": "f32", "int64_t": "i64", "uint64_t": "u64", "double": "f64",
           "size_t": "u64", "char": "i8"}


def kind_of(interface, struct, field):
    if field.text:
        return ["text"]
    if (struct.name, field.name) in LENGTHS:
        counted, factor = LENGTHS[struct.name, field.name]
        return ["lent", NUMBERS[field.type], camel(counted) if counted else None, factor]
    if field.count:
        return ["array", NUMBERS[field.type], field.count]
    if field.flag:
        return ["flag"]
    if field.absent:
        return ["place"]
    if field.type == "char" and field.stars == 2:
        return ["texts"]
    if field.pointer or field.type == "void" or field.type in interface.callbacks:
        return ["pointer"]
    if field.type in interface.enums:
        return ["enum", field.type]
    if field.type in interface.structs:
        return ["struct", field.type]
    return ["pattern" if field.name in PATTERNS else NUMBERS[field.type]]


def koffi_type(interface, parameter):
    if parameter.type == "char" and parameter.stars == 1 and parameter.const:
        return "str"
    if parameter.stars or parameter.type in interface.callbacks:
        return "void *"
    if parameter.type in interface.enums:
        return "uint32_t"
    return parameter.type


def tables(interface, version):
    lines = [f"// {GENERATED}", "", f"export const neededVersion = {list(version)};"]
    for name, number in interface.constants.items():
        lines.append(f"export const {camel(name)} = {number};")
    lines += ["", "/** Functions: what they return, what they take. */", "export const functions = {"]
    for f in interface.functions:
        lines.append(f"  {f.name}: {json.dumps([koffi_type(interface, f.returns), [koffi_type(interface, p) for p in f.parameters]])},")
    lines += ["};", "", "/** Callbacks, likewise. */", "export const callbacks = {"]
    for name, f in interface.callbacks.items():
        lines.append(f"  {name}: {json.dumps([koffi_type(interface, f.returns), [koffi_type(interface, p) for p in f.parameters]])},")
    lines += ["};", "", "/** Structs: size, and of each field offset, size, kind. */",
              "export const structs = {"]
    for struct in interface.structs.values():
        lines.append(f"  {struct.name}: {{")
        lines.append(f"    size: {struct.size},")
        lines.append("    fields: {")
        for field in struct.fields:
            kind = json.dumps([field.offset, field.size, *kind_of(interface, struct, field)])
            lines.append(f"      {field.name}: {kind},")
        lines += ["    },", "  },"]
    lines += ["};", "", "/** Enumerators and their numbers. */", "export const enums = {"]
    for enum in interface.enums.values():
        lines.append(f"  {enum.name}: {{")
        lines += [f"    '{spelled(enum.name, name)}': {number}," for name, number, _ in enum.cases]
        lines.append("  },")
    return "\n".join(lines + ["};"]) + "\n"


def value_type(interface, struct, field):
    kind = kind_of(interface, struct, field)
    if kind[0] == "text":
        return "string"
    if kind[0] == "flag":
        return "boolean"
    if kind[0] in ("lent", "array"):
        return "Uint8Array" if kind[1] == "u8" else "number[]"
    if kind[0] in ("enum", "struct"):
        return pascal(field.type)
    if kind[0] == "place":
        return "number | null"
    return "bigint" if kind[0] == "pattern" else "number"


def types(interface):
    lines = [f"// {GENERATED}"]
    for enum in interface.enums.values():
        lines += ["", *block(enum.comment, ""), f"export type {pascal(enum.name)} ="]
        for name, _, comment in enum.cases:
            lines += block(comment, "  ") + [f"  | '{spelled(enum.name, name)}'"]
        lines[-1] += ";"
    for struct in interface.results:
        lines += ["", *block(struct.comment, ""), f"export interface {pascal(struct.name)} {{"]
        for field in struct.values:
            lines += block(field.comment, "  ")
            lines.append(f"  readonly {camel(field.name)}: {value_type(interface, struct, field)};")
        lines.append("}")
    return "\n".join(lines) + "\n"


def outputs(interface, version):
    return {"node/lib/tables.js": tables(interface, version), "node/values.d.ts": types(interface)}
