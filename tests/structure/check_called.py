"""Every function of the C interface is called by a C program in tests/capi, all of which run under
sanitizers and valgrind, and each that can fail also with its allocations failing; every status is
expected by a test; every option struct is tried shorter and longer than ours."""

import re

from source_tree import ROOT, files, report

script = (ROOT / "capi/weightkin.map").read_text()
functions = set(re.findall(r"\b(wkin_\w+);", script))
tests = {path.name: re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(), flags=re.DOTALL)
         for path in files(["tests/capi"], (".c", ".cpp"))}
text = "\n".join(tests.values())
programs = "\n".join(text for name, text in tests.items() if name.endswith(".c"))
headers = "".join(path.read_text() for path in files(["capi/include"], (".h",)))

problems = [f"called by no C program: {name}" for name in sorted(functions)
            if not re.search(rf"\b{name}\s*\(", programs)]
statuses = re.search(r"typedef enum wkin_status \{([^}]*)\}", headers).group(1)
for status in re.findall(r"(WKIN_\w+) = \d+,", statuses):
    if not re.search(rf"==\s*{status}\b", text):
        problems.append(f"expected by no test: {status}")
options = re.findall(r"typedef struct (wkin_\w+) \{\s*size_t struct_size", headers)
problems += [f"tried at no other size: {name}" for name in options
             if not re.search(rf"\bTRY_SIZES\([^;]*\b{name}\b", text)]
fallible = re.findall(r"WKIN_API wkin_status (wkin_\w+)\(", headers)
injected = "".join(text for name, text in tests.items() if name.startswith("injected_"))
problems += [f"not called with failing allocations: {name}" for name in fallible
             if not re.search(rf"\b{name}\b", injected)]
report(problems, f"{len(functions)} functions, {len(options)} option structs")
