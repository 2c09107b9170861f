"""What the C ABI is, as far as it can be written down, and when a later one breaks its callers.

A record is what abidw says of the exported functions and their types, and beside it the constants
of the headers, which abidw does not see. A break is every difference but a new function, a new
enumerator, a new constant, and new fields at the end of a struct that travels with its size."""

import pathlib
import re
import subprocess
import xml.etree.ElementTree

SIZE = re.compile(r"\bsize_t\s+\w+_size\b")


def text_of(headers):
    """All headers below a folder, without comments."""
    found = sorted(pathlib.Path(headers).rglob("*.h"))
    text = "\n".join(path.read_text() for path in found)
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).replace("\\\n", " ")


def prototypes(headers):
    """(declaration, name, parameters) of every function."""
    pattern = r"WKIN_API\s+([^;{}]*?\b(wkin_\w+)\s*\(([^;{}]*)\))\s*;"
    return [(whole, name, parameters)
            for whole, name, parameters in re.findall(pattern, text_of(headers))]


def constants(headers):
    """Every enumerator and every macro that is a number, with its value as it is written."""
    text = text_of(headers)
    found = {}
    for body in re.findall(r"typedef\s+enum\s+\w+\s*\{([^}]*)\}", text):
        found.update(re.findall(r"(\w+)\s*=\s*([^,}\s]+)", body))
    for name, value in re.findall(r"#\s*define\s+(WKIN_\w+)[ \t]+([^\n]+)", text):
        if not name.endswith("_INIT") and name != "WKIN_API":
            found[name] = " ".join(value.split())
    return found


def sized_structs(headers):
    """Structs that may grow: they say their size, or are passed with it."""
    text = text_of(headers)
    found = set(re.findall(r"typedef\s+struct\s+(\w+)\s*\{\s*size_t\s+struct_size\b", text))
    for parameters in [p for _, _, p in prototypes(headers)] + [
            body for body in re.findall(r"typedef\s+struct\s+\w+\s*\{([^}]*)\}", text)]:
        if SIZE.search(parameters):
            found.update(re.findall(r"\b(wkin_\w+)\s*\*\s*\w+\s*[,;]", parameters))
    return found


def dump(library, headers, out):
    """Writes what abidw says of a library."""
    subprocess.run(["abidw", "--exported-interfaces-only", "--headers-dir", str(headers),
                    "--drop-private-types", "--no-show-locs", "--no-corpus-path",
                    "--no-comp-dir-path", "--type-id-style", "hash", "--out-file", str(out),
                    str(library)], check=True)


def write_constants(headers, out):
    lines = [f"{name} {value}\n" for name, value in sorted(constants(headers).items())]
    pathlib.Path(out).write_text("".join(lines))


def read_constants(path):
    return dict(line.split(" ", 1) for line in pathlib.Path(path).read_text().splitlines())


def structs(tree):
    """The struct descriptions of a dump; a dump may have several of one name."""
    return [found for found in tree.iter("class-decl") if found.get("name")]


def without_growth(old_dump, new_dump, growing, out):
    """Writes the new dump without the fields that structs which may grow have gained at their
    end. (abidiff 2.2 can be told to overlook such fields, but then overlooks much else.)"""
    old = {found.get("name"): found for found in structs(xml.etree.ElementTree.parse(old_dump))}
    tree = xml.etree.ElementTree.parse(new_dump)
    for found in structs(tree):
        before = old.get(found.get("name"))
        if before is None or found.get("name") not in growing:
            continue
        gained = found.findall("data-member")[len(before.findall("data-member")):]
        end = int(before.get("size-in-bits", 0))
        if not gained or int(gained[0].get("layout-offset-in-bits")) < end:
            continue
        for field in gained:
            found.remove(field)
        found.set("size-in-bits", str(end))
    tree.write(out)


def breaks(old_dump, new_dump, old_constants, headers, folder):
    """One line for everything that breaks a caller of the old interface."""
    # abidiff calls a record that it cannot read equal to anything.
    if not list(xml.etree.ElementTree.parse(old_dump).iter("function-decl")):
        return ["the record describes no function"]
    settled = pathlib.Path(folder) / "without_growth.abi"
    without_growth(old_dump, new_dump, sized_structs(headers), settled)
    compared = subprocess.run(["abidiff", "--no-added-syms", str(old_dump), str(settled)],
                              check=False, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
    problems = [f"abidiff: {compared.stdout}"] if compared.returncode != 0 else []
    now = constants(headers)
    for name, value in read_constants(old_constants).items():
        if now.get(name) != value:
            problems.append(f"{name} was {value}, is {now.get(name, 'gone')}")
    return problems
