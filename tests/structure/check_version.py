"""The version is written once, in version.hpp; what must repeat it agrees."""

import json
import re

from source_tree import ROOT, files, name, report

text = (ROOT / "include/weightkin/version.hpp").read_text()
parts = [re.search(rf"WEIGHTKIN_VERSION_{part} (\d+)", text).group(1)
         for part in ("MAJOR", "MINOR", "PATCH")]
version = re.search(r'WEIGHTKIN_VERSION "(.+)"', text).group(1)

problems = []
if version != ".".join(parts):
    problems.append(f"version.hpp: {version} is not {'.'.join(parts)}")
newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
if newest is None or newest.group(1) != version:
    problems.append(f"CHANGELOG.md: the first entry is not {version}")
port = json.loads((ROOT / "cmake/packaging/vcpkg/ports/weightkin/vcpkg.json").read_text())
if port["version-semver"] != version:
    problems.append(f"vcpkg.json: {port['version-semver']} is not {version}")
for path in files(["include", "lib", "capi", "cmake", "examples"],
                  (".hpp", ".cpp", ".h", ".c", ".cmake", ".in", ".map")):
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(), flags=re.DOTALL)
    if path.name != "version.hpp" and f'"{version}"' in code:
        problems.append(f"{name(path)}: writes the version again")
report(problems, version)
