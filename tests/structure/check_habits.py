"""The library keeps out of its host's business: it does not print, abort, exit, read the
environment, use the locale, or keep mutable state of its own; no exception of ours is thrown."""

import re

from source_tree import CODE, files, name, report

FORBIDDEN = {
    r"\bstd::(cout|cerr|clog|cin)\b": "prints",
    r"(?<![\w.>])(std::)?(printf|fprintf|vfprintf|puts|fputs|putchar|perror)\s*\(": "prints",
    r"(?<![\w.>:])(std::)?(abort|exit|_exit|quick_exit|terminate)\s*\(": "ends the process",
    r"\b(secure_)?(getenv|setenv|putenv)\s*\(": "uses the environment",
    r"\b(setlocale|std::locale|strtod|strtof|atof|stod|stof)\b": "uses the locale",
    r"\b(std::)?(rand|srand|random_device)\b\s*\(": "uses a hidden source of chance",
    r"\b(static|inline)\s+thread_local\b|\bthread_local\b": "keeps state per thread",
    r"\bdetach\s*\(\s*\)": "lets a thread outlive its call",
    r"^\s*throw\s+\w": "throws",
    r"-ffast-math|#pragma\s+GCC\s+optimize": "changes arithmetic",
}
FORBIDDEN_IN_HEADERS = {r"\busing\s+namespace\b": "opens a namespace for its includers"}
STRINGS_AND_COMMENTS = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"', re.DOTALL)


def code_only(text):
    """The text without comments and strings, line numbers kept."""
    return STRINGS_AND_COMMENTS.sub(lambda found: "\n" * found.group().count("\n"), text)


problems = []
checked = [path for path in files(["include", "lib", "capi"], CODE)]
for path in checked:
    rules = FORBIDDEN | (FORBIDDEN_IN_HEADERS if path.suffix in (".hpp", ".h") else {})
    for number, line in enumerate(code_only(path.read_text()).split("\n"), 1):
        for pattern, sin in rules.items():
            if re.search(pattern, line):
                problems.append(f"{name(path)}:{number}: {sin}: {line.strip()}")
report(problems, f"{len(checked)} files")
