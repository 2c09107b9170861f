"""Every source of the library includes what declares the names it uses, itself or by way of what it
includes. A build that joins the sources of a folder does not notice when one does not; the plain
build of a user does. Compilers know better, one source at a time; this takes two seconds (tried on
40 includes taken away: 34 broke the build, 32 of them were told, and nothing else). Constants of
one word are left out, variables have the same names."""

import functools
import os
import re

from source_tree import CODE, ROOT, files, name, report

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)
NOT_CODE = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"', re.DOTALL)
# What stands at the start of a line of a header stands in a namespace.
TYPE = re.compile(r"^(?:template <.*> )?(?:struct|class|enum class|union) (\w+)", re.MULTILINE)
ALIAS = re.compile(r"^using (\w+) =", re.MULTILINE)
CONSTANT = re.compile(r"^(?:inline )?constexpr [\w:<>, ]+ (\w+_\w+)\s*[={]", re.MULTILINE)
FUNCTION = re.compile(r"^(?!#|using|namespace|template|static_assert|extern)"
                      r"[\w\[][^;{}()=#]*?[\s&*](\w+)\(", re.MULTILINE)
# `word name(` declares a function or a variable, unless the word is one of these.
NOT_A_TYPE = r"(?:return|else|throw|case|co_return|co_await|not|and|or|new|delete|goto)"
BASES = [ROOT / "include", ROOT / "lib", ROOT / "capi/include", ROOT / "capi"]


@functools.cache
def code_of(path):
    return NOT_CODE.sub(" ", path.read_text())


@functools.cache
def included(path):
    """The files of ours that a file includes itself."""
    found = set()
    for text in INCLUDE.findall(path.read_text()):
        for base in (path.parent, *BASES):
            if (base / text).is_file():
                found.add(ROOT / os.path.relpath(base / text, ROOT))
                break
    return found


@functools.cache
def reachable(path):
    """What a file includes, and what that does, and so on; the file as well."""
    seen, waiting = set(), [path]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting.extend(included(one))
    return seen


@functools.cache
def declared(header):
    code = code_of(header)
    return {"types": {*TYPE.findall(code), *ALIAS.findall(code)},
            "functions": set(FUNCTION.findall(code)), "constants": set(CONSTANT.findall(code))}


def homes_of(headers, kind):
    """Which headers declare a name."""
    homes = {}
    for header in headers:
        for each in declared(header)[kind]:
            homes.setdefault(each, set()).add(header)
    return homes


def own(code):
    """Names that a file declares in any way that looks like a declaration."""
    functions = re.findall(rf"(?<![\w.])(?!{NOT_A_TYPE}\b)[\w>&*\]]+[\s&*]+(\w+)\s*[({{;=,)]", code)
    return {*functions, *re.findall(r"\b(?:struct|class|using|auto|enum class) (\w+)", code)}


SCOPE = r"(?<![\w.>:])(?:(?:weightkin::)?(?:detail|capi)::|weightkin::)?"
USED = {"functions": re.compile(SCOPE + r"(\w+)\("),
        "constants": re.compile(SCOPE + r"(\w+)\b(?!\()"),
        # A type of something declared, or an argument of a template; not a variable of that name.
        "types": re.compile(SCOPE + r"(\w+)(?:[&*]* \w+ *[;={(,)]|[&*]*>)")}


headers = files(["include/weightkin", "lib", "capi"], (".hpp",))
sources = files(["lib", "capi"], (".cpp",))
problems = []
for kind in USED:
    homes = homes_of(headers, kind)
    for source in sources:
        near = reachable(source)
        names = set(USED[kind].findall(code_of(source))) & homes.keys()
        names = {each for each in names if not homes[each] & near}
        for each in names:
            if any(each in own(code_of(one)) for one in near):
                continue
            places = ", ".join(sorted(name(home) for home in homes[each]))
            problems.append(f"{name(source)}: '{each}' is used, {places} is not included")
report(sorted(problems), f"{len(sources)} sources include what declares the names they use")
