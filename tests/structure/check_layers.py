"""Dependencies go one way: a module includes only the modules listed for it, public headers
outside interop include nothing but the standard library and us, examples use only the public
surface."""

import re

from source_tree import CODE, ROOT, files, name, report

BELOW_METRIC = {"core", "kernel"}
BELOW_ALIGN = BELOW_METRIC | {"metric", "inventory"}
MAY_INCLUDE = {
    "core": set(),
    "kernel": {"core"},
    "reader": {"core"},
    "manifest": {"core", "kernel", "reader"},
    "inventory": {"core"},
    "metric": BELOW_METRIC,
    "fingerprint": BELOW_METRIC | {"inventory"},
    "align": BELOW_ALIGN,
    "lineage": BELOW_ALIGN | {"align", "fingerprint"},
    "policy": BELOW_ALIGN | {"align", "lineage", "fingerprint"},
    "registry": BELOW_ALIGN | {"align", "lineage", "fingerprint"},
    "report": BELOW_ALIGN | {"align", "lineage", "fingerprint", "policy", "registry"},
    "interop": {"core"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
STANDARD = re.compile(r"^[a-z0-9_]+(\.h)?$")


def module_of(path):
    """The module a file of include/weightkin or lib belongs to; None for top-level headers."""
    parts = path.relative_to(ROOT).parts
    depth = 2 if parts[0] == "include" else 1
    return parts[depth] if len(parts) > depth + 1 else None


def target_module(path, quoted, text):
    """The module that an include names, None when it is not one of ours."""
    if text.startswith("weightkin/"):
        parts = text.split("/")
        return parts[1] if len(parts) > 2 else None
    if not quoted:
        return None
    for base in (path.parent, ROOT / "lib"):
        if (base / text).is_file():
            return module_of((base / text).resolve())
    return None


problems = []
edges = set()
for path in files(["include/weightkin", "lib"], CODE):
    module = module_of(path)
    if module is None:
        continue
    if module not in MAY_INCLUDE:
        problems.append(f"{name(path)}: module '{module}' has no row in check_layers.py")
        continue
    public = path.is_relative_to(ROOT / "include")
    for quote, text in INCLUDE.findall(path.read_text()):
        target = target_module(path, quote == '"', text)
        if target not in (None, module):
            edges.add((module, target))
            if target not in MAY_INCLUDE[module]:
                problems.append(f"{name(path)}: {module} may not include {text}")
        if text == "weightkin/weightkin.hpp":
            problems.append(f"{name(path)}: includes the umbrella header")
        if public and quote == '"':
            problems.append(f"{name(path)}: public headers include <weightkin/...>, not \"{text}\"")
        ours = text.startswith("weightkin/")
        if public and module != "interop" and not ours and not STANDARD.match(text):
            problems.append(f"{name(path)}: a public header may not need <{text}>")

for path in files(["examples"], CODE):
    for quote, text in INCLUDE.findall(path.read_text()):
        if quote == '"' and target_module(path, True, text) in MAY_INCLUDE:
            problems.append(f"{name(path)}: an example includes the private header \"{text}\"")

umbrella = (ROOT / "include/weightkin/weightkin.hpp").read_text()
for path in files(["include/weightkin"], (".hpp",)):
    public = str(path.relative_to(ROOT / "include"))
    if module_of(path) != "interop" and public != "weightkin/weightkin.hpp":
        if f"#include <{public}>" not in umbrella:
            problems.append(f"weightkin.hpp does not include <{public}>")

report(problems, f"{len(edges)} edges between modules, all downwards")
