"""What the bindings declare is what the C headers say.

  check_declarations.py layout CC OUTPUT    the layout of all structs, by a C compiler, as lines
                                            "struct.field offset size"
  check_declarations.py check CC            every function, enumerator and version of the bindings

The headers are asked through the preprocessor and a compiled program; the code that made the
declarations (capi/generate) is used for the names of structs and enumerators only."""

import pathlib
import re
import subprocess
import sys
import tempfile

# Functions of the headers that the safe layers offer (c_headers.PARTS) which they do not offer yet.
NOT_OFFERED = {"wkin_model_file", "wkin_model_metadata", "wkin_model_warning", "wkin_model_usage",
               "wkin_inventory_text_with", "wkin_comparison_text_with",
               "wkin_comparisons_svg", "wkin_fingerprint_anchor", "wkin_model_from_dlpack",
               "wkin_builder_add_dlpack", "wkin_model_send_safetensors",
               "wkin_index_exact_component"}
# JavaScript has no scope that memory could be lent for.
NOT_IN_NODE = {"wkin_model_memory"}

ROOT = pathlib.Path(__file__).resolve().parents[2]
CAPI = ROOT / "capi"
sys.path.insert(0, str(CAPI / "generate"))
import c_headers  # noqa: E402
from spelling import pascal, spelled  # noqa: E402


def run_c(compiler, body):
    """The output of a C program with these statements."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "ask.c"
        source.write_text("#include <stddef.h>\n#include <stdio.h>\n#include <weightkin.h>\n"
                          "int main(void) {\n" + "\n".join(body) + "\nreturn 0;\n}\n")
        program = pathlib.Path(folder) / "ask"
        subprocess.run([compiler, "-std=c99", f"-I{CAPI / 'include'}", str(source), "-o",
                        str(program)], check=True)
        return subprocess.run([program], check=True, capture_output=True, text=True).stdout


def layout(compiler, interface):
    body = []
    for struct in interface.structs.values():
        kind = f"wkin_{struct.name}"
        body.append(f'printf("{kind} 0 %zu\\n", sizeof({kind}));')
        for field in struct.fields:
            body.append(f'printf("{kind}.{field.name} %zu %zu\\n", offsetof({kind}, {field.name}), '
                        f'sizeof((({kind}*)0)->{field.name}));')
    return run_c(compiler, body)


def functions(compiler):
    """Name and number of parameters of each function, as the preprocessor leaves them."""
    text = subprocess.run([compiler, "-E", "-P", f"-I{CAPI / 'include'}",
                           str(CAPI / "include/weightkin.h")], check=True, capture_output=True,
                          text=True).stdout
    text = " ".join(text.split())
    found = {}
    for name, parameters in re.findall(r"\b(wkin_\w+) ?\(([^()]*)\) ?;", text):
        found[name] = 0 if parameters.strip() in ("", "void") else parameters.count(",") + 1
    return found


def declared(path, pattern):
    """Functions declared in a binding's file, with their number of parameters."""
    found = {}
    for name, parameters in re.findall(pattern, (CAPI / path).read_text()):
        found[name] = len([p for p in parameters.split(",") if p.strip()])
    return found


def node_functions():
    return declared("node/lib/tables.js", r"(wkin_\w+): \[[^\[]*\[([^\]]*)\]\]")


def called(folder, pattern):
    text = "\n".join(path.read_text() for path in sorted((CAPI / folder).rglob("*"))
                     if path.suffix in (".go", ".java", ".js", ".rs", ".c")
                     and path.name not in ("CInterface.java", "tables.js"))
    return set(re.findall(pattern, text))


def check_functions(compiler, interface, problems):
    expected = functions(compiler)
    tables = {"rust": declared("rust/weightkin-sys/src/lib.rs", r"pub fn (wkin_\w+)\(([^)]*)\)"),
              "java": declared("java/src/main/java/weightkin/CInterface.java",
                               r"\b(wkin_\w+)\(([^)]*)\);"),
              "node": node_functions()}
    for language, found in tables.items():
        for name in sorted(expected.keys() | found.keys()):
            if expected.get(name) != found.get(name):
                problems.append(f"{language}: {name} has {found.get(name)} parameters, "
                                f"not {expected.get(name)}")
    uses = {"rust": called("rust/weightkin/src", r"\b(wkin_\w+)\b"),
            "go": called("go", r"\b(wkin_\w+)\("),
            "java": called("java/src/main", r"\b(wkin_\w+)\b"),
            "node": called("node/lib", r"\b(wkin_\w+)\b")}
    for language, used in uses.items():
        offered = {f.name for f in interface.functions if f.part in c_headers.PARTS}
        for name in sorted(offered - used - NOT_OFFERED):
            if not (language == "node" and (name.endswith("_name") or name in NOT_IN_NODE)):
                problems.append(f"{language}: nothing calls {name}")
    return len(expected)


def check_enums(compiler, interface, problems):
    body = [f'printf("{e.name} {name} %u\\n", (unsigned)WKIN_{name});'
            for e in interface.enums.values() for name, _, _ in e.values if not name.endswith("_SIZE")]
    numbers = [line.split() for line in run_c(compiler, body).splitlines()]
    rust = (CAPI / "rust/weightkin-sys/src/lib.rs").read_text()
    go = (CAPI / "go/enums.go").read_text()
    node = (CAPI / "node/lib/tables.js").read_text()
    for enum, name, number in numbers:
        case = name[len(interface.enums[enum].prefix):]
        java = (CAPI / f"java/src/main/java/weightkin/{pascal(enum)}.java").read_text()
        block = re.search(rf"^  {enum}: {{\n(.*?)^  }},", node.split("export const enums")[1],
                          re.MULTILINE | re.DOTALL).group(1)
        for language, good in (("rust", f"WKIN_{name}: wkin_{enum} = {number};" in rust),
                               ("go", re.search(rf"= C\.WKIN_{name}\n", go)),
                               ("java", f"  {case}({number}),\n" in java),
                               ("node", f"    '{spelled(enum, case)}': {number},\n" in block)):
            if not good:
                problems.append(f"{language}: WKIN_{name} is not {number}")
    return len(numbers)


def check_versions(problems):
    version = ".".join(str(part) for part in c_headers.version(ROOT))
    for path, pattern in (("rust/weightkin-sys/Cargo.toml", r'^version = "(.*)"'),
                          ("rust/weightkin/Cargo.toml", r'^version = "(.*)"'),
                          ("rust/weightkin/Cargo.toml", r'weightkin-sys.*version = "(.*)"'),
                          ("java/pom.xml", r"^  <version>(.*)</version>"),
                          ("node/package.json", r'^  "version": "(.*)"')):
        found = re.search(pattern, (CAPI / path).read_text(), re.MULTILINE)
        if found is None or found.group(1) != version:
            problems.append(f"{path}: the version is not {version}")


def main():
    compiler = sys.argv[2]
    interface = c_headers.read(CAPI / "include")
    if sys.argv[1] == "layout":
        pathlib.Path(sys.argv[3]).write_text(layout(compiler, interface))
        return
    problems = []
    count = check_functions(compiler, interface, problems)
    values = check_enums(compiler, interface, problems)
    check_versions(problems)
    for problem in problems:
        print(problem)
    if problems:
        sys.exit(f"{len(problems)} problem(s)")
    print(f"{count} functions, {values} enumerators in four languages")


main()
