"""The Rust declarations: the -sys crate, and the plain values of the safe crate."""

from c_headers import LENGTHS
from spelling import GENERATED, NAMED, capital, pascal, wrapped

NUMBERS = {"char": "c_char", "int8_t": "i8", "uint8_t": "u8", "int16_t": "i16", "uint16_t": "u16",
           "int": "c_int", "int32_t": "i32", "uint32_t": "u32", "float": "f32", "int64_t": "i64",
           "uint64_t": "u64", "double": "f64", "size_t": "usize", "void": "c_void"}
KEYWORDS = {"use": "usage", "match": "matched"}
RAW_KEYWORDS = {name: f"r#{name}" for name in ("as", "box", "in", "match", "ref", "type", "use")}


def doc(comment, indent=""):
    text = capital(comment).replace("[", "\\[").replace("]", "\\]").replace("<", "\\<")
    return wrapped(text, f"{indent}/// ") if comment else []


def raw_type(kind, stars, const):
    name = NUMBERS.get(kind, f"wkin_{kind}")
    if stars == 2:
        return f"*{'const' if const else 'mut'} *{'const' if const else 'mut'} {name}"
    return f"*{'const' if const else 'mut'} {name}" if stars else name


def field_type(field):
    name = NUMBERS.get(field.type, f"wkin_{field.type}")
    if field.count:
        return f"[{name}; {field.count}]"
    if field.pointer:
        return raw_type(field.type, field.stars, field.const)
    return name


def signature(function):
    body = ", ".join(f"{RAW_KEYWORDS.get(p.name, p.name)}: {raw_type(p.type, p.stars, p.const)}"
                     for p in function.parameters)
    returns = function.returns
    if returns.type == "void" and not returns.stars:
        return f"({body})"
    return f"({body}) -> {raw_type(returns.type, returns.stars, returns.const)}"


def layouts(interface):
    lines = ["/// The size of each struct, and offset and size of each of its fields, as compiled here.",
             "#[doc(hidden)]", "#[rustfmt::skip]",
             "pub fn layouts() -> Vec<(&'static str, usize, Vec<(&'static str, usize, usize)>)> {",
             "    macro_rules! fields {",
             "        ($type:ident $(, $field:ident)*) => {{",
             "            let place = core::mem::MaybeUninit::<$type>::uninit();",
             "            let start = place.as_ptr();",
             "            #[allow(unused_unsafe)]",
             "            (stringify!($type), core::mem::size_of::<$type>(), vec![$({",
             "                let field = unsafe { core::ptr::addr_of!((*start).$field) };",
             "                (stringify!($field), field as usize - start as usize, size_of_pointee(field))",
             "            }),*])",
             "        }};", "    }",
             "    fn size_of_pointee<T>(_: *const T) -> usize { core::mem::size_of::<T>() }",
             "    vec!["]
    for struct in interface.structs.values():
        names = ", ".join(RAW_KEYWORDS.get(f.name, f.name) for f in struct.fields)
        lines.append(f"        fields!(wkin_{struct.name}, {names}),")
    return lines + ["    ]", "}"]


def sys_crate(interface, version):
    lines = [f"// {GENERATED}",
             "//! Declarations of the C interface of weightkin, as in `weightkin.h`, whose comments are the",
             "//! manual. The crate `weightkin` is the safe interface.",
             "#![cfg_attr(rustfmt, rustfmt_skip)]", "#![allow(non_camel_case_types)]", "#![no_std]", "", "extern crate alloc;",
             "use alloc::{vec, vec::Vec};",
             "use core::ffi::c_void;", "",
             "/// What C's `char` and `int` are on the 64-bit machines supported.",
             "#[cfg(any(target_arch = \"x86_64\", target_os = \"macos\"))]", "pub type c_char = i8;",
             "#[cfg(not(any(target_arch = \"x86_64\", target_os = \"macos\")))]", "pub type c_char = u8;",
             "pub type c_int = i32;", "",
             "/// The version of the library that these declarations were made from.",
             f"pub const NEEDED_VERSION: (u32, u32, u32) = {version};", ""]
    lines += [f"pub const WKIN_{name}: {'u32' if number >= 0 else 'i64'} = {number};"
              for name, number in interface.constants.items()]
    for enum in interface.enums.values():
        lines += ["", *doc(enum.comment), f"pub type wkin_{enum.name} = u32;"]
        for name, number, comment in enum.values:
            if not name.endswith("_SIZE"):
                lines += doc(comment) + [f"pub const WKIN_{name}: wkin_{enum.name} = {number};"]
    for handle in interface.handles:
        lines += ["", "#[repr(C)]", f"pub struct wkin_{handle} {{", "    _opaque: [u8; 0],", "}"]
    lines.append("")
    for name, callback in interface.callbacks.items():
        lines += [f"pub type wkin_{name} = Option<unsafe extern \"C\" fn{signature(callback)}>;"]
    for struct in interface.structs.values():
        lines += ["", *doc(struct.comment), "#[repr(C)]", "#[derive(Clone, Copy)]",
                  f"pub struct wkin_{struct.name} {{"]
        for field in struct.fields:
            lines += doc(field.comment, "    ")
            lines.append(f"    pub {RAW_KEYWORDS.get(field.name, field.name)}: {field_type(field)},")
        lines.append("}")
    lines += ["", "#[rustfmt::skip]", "extern \"C\" {"]
    lines += [f"    pub fn {f.name}{signature(f)};" for f in interface.functions]
    return "\n".join(lines + ["}", ""] + layouts(interface)) + "\n"


def enums(interface):
    lines = [f"// {GENERATED}", "use crate::text::borrowed_text;"]
    for enum in interface.enums.values():
        if enum.name == "print_part":
            continue
        kind = pascal(enum.name)
        lines += ["", *doc(enum.comment), "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]",
                  "#[non_exhaustive]", f"pub enum {kind} {{"]
        for name, number, comment in enum.cases:
            lines += doc(comment, "    ") + [f"    {pascal(name)},"]
        lines += ["    /// A number that only a later version of the library knows.", "    Other(u32),",
                  "}", "", f"impl {kind} {{", "    pub fn from_raw(number: u32) -> Self {",
                  "        match number {"]
        lines += [f"            {number} => Self::{pascal(name)}," for name, number, _ in enum.cases]
        lines += ["            other => Self::Other(other),", "        }", "    }", "",
                  "    pub fn to_raw(self) -> u32 {", "        match self {"]
        lines += [f"            Self::{pascal(name)} => {number}," for name, number, _ in enum.cases]
        lines += ["            Self::Other(other) => other,", "        }", "    }"]
        if enum.name in NAMED:
            lines += ["", "    /// The stable lower-case name used in reports.",
                      "    pub fn name(self) -> &'static str {",
                      f"        borrowed_text(unsafe {{ weightkin_sys::wkin_{NAMED[enum.name]}_name("
                      "self.to_raw()) })", "    }"]
        lines.append("}")
        if enum.name in NAMED:
            lines += ["", f"impl std::fmt::Display for {kind} {{",
                      "    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {",
                      "        out.write_str(self.name())", "    }", "}"]
    return "\n".join(lines) + "\n"


def value_type(interface, struct, field):
    if field.text:
        return "String"
    if (struct.name, field.name) in LENGTHS:
        return f"Vec<{NUMBERS[field.type]}>"
    if field.count:
        return f"[{NUMBERS[field.type]}; {field.count}]"
    if field.flag:
        return "bool"
    if field.type in interface.enums or field.type in interface.structs:
        return pascal(field.type)
    return NUMBERS[field.type]


def reading(interface, struct, field):
    source = f"raw.{RAW_KEYWORDS.get(field.name, field.name)}"
    if field.text:
        return f"owned_text({source})"
    if (struct.name, field.name) in LENGTHS:
        counted, factor = LENGTHS[struct.name, field.name]
        length = f"raw.{counted} as usize" + (f" * {factor}" if factor > 1 else "") if counted else str(factor)
        return f"owned_numbers({source}, {length})"
    if field.flag:
        return f"{source} != 0"
    if field.type in interface.enums:
        return f"{pascal(field.type)}::from_raw({source})"
    if field.type in interface.structs:
        return f"{pascal(field.type)}::read(&{source})"
    return source


def values(interface):
    results = interface.results
    used = sorted({pascal(f.type) for s in results for f in s.values if f.type in interface.enums})
    lines = [f"// {GENERATED}", "use crate::enums::{", *[f"    {name}," for name in used], "};",
             "use crate::text::{owned_numbers, owned_text, Raw};", "use weightkin_sys as sys;"]
    for struct in results:
        kind = pascal(struct.name)
        lines += ["", *doc(struct.comment), "#[derive(Clone, Debug, PartialEq)]", "#[non_exhaustive]",
                  f"pub struct {kind} {{"]
        for field in struct.values:
            lines += doc(field.comment, "    ")
            lines.append(f"    pub {KEYWORDS.get(field.name, field.name)}: "
                         f"{value_type(interface, struct, field)},")
        lines += ["}", "", f"impl Raw for {kind} {{", f"    type C = sys::wkin_{struct.name};", "",
                  "    unsafe fn read(raw: &Self::C) -> Self {", f"        {kind} {{"]
        lines += [f"            {KEYWORDS.get(f.name, f.name)}: {reading(interface, struct, f)},"
                  for f in struct.values]
        lines += ["        }", "    }", "}"]
    return "\n".join(lines) + "\n"


def outputs(interface, version):
    return {"rust/weightkin-sys/src/lib.rs": sys_crate(interface, version),
            "rust/weightkin/src/enums.rs": enums(interface),
            "rust/weightkin/src/values.rs": values(interface)}
