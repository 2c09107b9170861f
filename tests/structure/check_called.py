"""Every function of the C interface is called by a test in tests/capi, every status is expected by
one, and so is every option struct shorter and longer than ours."""

import re

from source_tree import ROOT, files, report

script = (ROOT / "capi/weightkin.map").read_text()
functions = set(re.findall(r"\b(wkin_\w+);", script))
tests = {path.name: re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(), flags=re.DOTALL)
         for path in files(["tests/capi"], (".c", ".cpp"))}
text = "\n".join(tests.values())
headers = "".join(path.read_text() for path in files(["capi/include"], (".h",)))

problems = [f"called by no test: {name}" for name in sorted(functions)
            if not re.search(rf"\b{name}\s*\(", text)]
statuses = re.search(r"typedef enum wkin_status \{([^}]*)\}", headers).group(1)
for status in re.findall(r"(WKIN_\w+) = \d+,", statuses):
    if not re.search(rf"==\s*{status}\b", text):
        problems.append(f"expected by no test: {status}")
options = re.findall(r"typedef struct (wkin_\w+) \{\s*size_t struct_size", headers)
problems += [f"tried at no other size: {name}" for name in options
             if not re.search(rf"\bTRY_SIZES\([^;]*\b{name}\b", text)]
report(problems, f"{len(functions)} functions, {len(options)} option structs")
