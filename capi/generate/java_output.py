"""The Java enums, records and the JNA interface."""

from c_headers import LENGTHS
from spelling import GENERATED, NAMED, block, camel, pascal

NUMBERS = {"int8_t": "byte", "uint8_t": "byte", "int16_t": "short", "uint16_t": "short", "int": "int",
           "int32_t": "int", "uint32_t": "int", "float": "float", "int64_t": "long",
           "uint64_t": "long", "double": "double", "size_t": "long", "void": "void"}
KEYWORDS = {"null": "nullKind"}
HEAD = [f"// {GENERATED}", "package weightkin;", ""]
FOLDER = "java/src/main/java/weightkin"


def enum_file(enum):
    kind = pascal(enum.name)
    lines = HEAD + block(enum.comment, "") + [f"public enum {kind} {{"]
    for name, number, comment in enum.cases:
        lines += block(comment, "  ") + [f"  {name}({number}),"]
    lines += ["  /** A number that only a later version of the library knows. */",
              "  UNKNOWN_TO_THIS_VERSION(-1);", "", "  private final int number;", "",
              f"  {kind}(int number) {{", "    this.number = number;", "  }", "",
              "  /** The number in the C interface. */", "  public int number() {",
              "    return number;", "  }", "", f"  static {kind} of(int number) {{",
              f"    for ({kind} each : values()) {{", "      if (each.number == number) {",
              "        return each;", "      }", "    }", "    return UNKNOWN_TO_THIS_VERSION;", "  }"]
    if enum.name in NAMED:
        lines += ["", "  /** The stable lower-case name used in reports. */", "  @Override",
                  "  public String toString() {",
                  f"    return Library.get().wkin_{NAMED[enum.name]}_name(number);", "  }"]
    return "\n".join(lines + ["}"]) + "\n"


def value_type(interface, struct, field):
    if field.text:
        return "String"
    if (struct.name, field.name) in LENGTHS or field.count:
        return f"{NUMBERS[field.type]}[]"
    if field.flag:
        return "boolean"
    if field.type in interface.enums or field.type in interface.structs:
        return pascal(field.type)
    return "int" if field.type == "size_t" else NUMBERS[field.type]


def reading(interface, struct, field):
    at = f"at + {field.offset}"
    if field.text:
        return f"Reading.text(from, {at})"
    if (struct.name, field.name) in LENGTHS:
        counted, factor = LENGTHS[struct.name, field.name]
        length = str(factor)
        if counted:
            other = next(f for f in struct.fields if f.name == counted)
            read = "Reading.size" if other.size == 8 else "from.getInt"
            length = (f"Reading.size(from, at + {other.offset})" if other.size == 8
                      else f"from.getInt(at + {other.offset})") + (f" * {factor}" if factor > 1 else "")
        return f"Reading.{NUMBERS[field.type]}s(from, {at}, {length})"
    if field.count:
        return f"from.get{pascal(NUMBERS[field.type])}Array({at}, {field.count})"
    if field.flag:
        return f"from.getInt({at}) != 0"
    if field.type in interface.enums:
        return f"{pascal(field.type)}.of(from.getInt({at}))"
    if field.type in interface.structs:
        return f"{pascal(field.type)}.read(from, {at})"
    if field.type == "size_t":
        return f"Reading.size(from, {at})"
    return f"from.get{pascal(NUMBERS[field.type])}({at})"


def record_file(interface, struct):
    kind = pascal(struct.name)
    lines = HEAD + ["import com.sun.jna.Pointer;", "", *block(struct.comment, ""),
                    f"public record {kind}("]
    fields = struct.values
    for number, field in enumerate(fields):
        comma = "," if number + 1 < len(fields) else ") {"
        name = KEYWORDS.get(field.name, camel(field.name))
        lines += block(field.comment, "    ")
        lines.append(f"    {value_type(interface, struct, field)} {name}{comma}")
    lines += [f"  static final int SIZE = {struct.size};", "",
              f"  static {kind} read(Pointer from, long at) {{", f"    return new {kind}("]
    for number, field in enumerate(fields):
        comma = "," if number + 1 < len(fields) else ");"
        lines.append(f"        {reading(interface, struct, field)}{comma}")
    return "\n".join(lines + ["  }", "}"]) + "\n"


def parameter_type(interface, parameter):
    if parameter.type == "char" and parameter.stars == 1 and parameter.const:
        return "String"
    if parameter.stars:
        return "Pointer"
    if parameter.type in interface.callbacks:
        return pascal(parameter.type)
    if parameter.type in interface.enums:
        return "int"
    return NUMBERS[parameter.type]


def declaration(interface, function, indent="  "):
    body = ", ".join(f"{parameter_type(interface, p)} {KEYWORDS.get(p.name, camel(p.name))}" for p in function.parameters)
    return f"{indent}{parameter_type(interface, function.returns)} {function.name}({body});"


def interface_file(interface, version):
    lines = HEAD + ["import com.sun.jna.Callback;", "import com.sun.jna.Library;",
                    "import com.sun.jna.Pointer;", "",
                    "/** The functions of weightkin.h, whose comments are the manual. */",
                    "interface CInterface extends Library {",
                    f"  int[] NEEDED_VERSION = {{{version[0]}, {version[1]}, {version[2]}}};"]
    lines += [f"  int {name} = {number};" for name, number in interface.constants.items()]
    for name, callback in interface.callbacks.items():
        lines += ["", f"  interface {pascal(name)} extends Callback {{",
                  declaration(interface, callback, "    ").replace(callback.name, "invoke"), "  }"]
    lines += [""] + [declaration(interface, f) for f in interface.functions]
    return "\n".join(lines + ["}"]) + "\n"


def layout_file(interface):
    lines = HEAD + ["/** Sizes of the structs of weightkin.h, and where their fields lie. */",
                    "final class Layout {", "  private Layout() {}", "",
                    "  /** A struct, a field of it (empty: the struct itself), offset and size. */",
                    "  record Place(String struct, String field, int offset, int size) {}", ""]
    for struct in interface.structs.values():
        upper = struct.name.upper()
        lines.append(f"  static final int {upper}_SIZE = {struct.size};")
        lines += [f"  static final int {upper}_{f.name.upper()} = {f.offset};" for f in struct.fields]
    lines += ["", "  static Place[] places() {", "    return new Place[] {"]
    for struct in interface.structs.values():
        upper = struct.name.upper()
        lines.append(f"      new Place(\"wkin_{struct.name}\", \"\", 0, {upper}_SIZE),")
        lines += [f"      new Place(\"wkin_{struct.name}\", \"{f.name}\", {upper}_{f.name.upper()}, "
                  f"{f.size})," for f in struct.fields]
    return "\n".join(lines + ["    };", "  }", "}"]) + "\n"


def outputs(interface, version):
    files = {f"{FOLDER}/CInterface.java": interface_file(interface, version),
             f"{FOLDER}/Layout.java": layout_file(interface)}
    for enum in interface.enums.values():
        files[f"{FOLDER}/{pascal(enum.name)}.java"] = enum_file(enum)
    for struct in interface.results:
        files[f"{FOLDER}/{pascal(struct.name)}.java"] = record_file(interface, struct)
    return files
