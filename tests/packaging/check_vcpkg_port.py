"""The vcpkg port, run without vcpkg: vcpkg.json follows the schema beside this file, the portfile
runs against stand-ins for vcpkg's functions (run_portfile.cmake) and configures with a real cmake.

What this cannot show: that vcpkg resolves the dependencies, builds and installs.
usage: check_vcpkg_port.py SOURCE_FOLDER WORK_FOLDER"""

import copy
import json
import pathlib
import re
import subprocess
import sys

import jsonschema

source, work = (pathlib.Path(one).resolve() for one in sys.argv[1:3])
PORT = source / "cmake/packaging/vcpkg/ports/weightkin"
TESTS = source / "tests/packaging"
schema = json.loads((TESTS / "vcpkg_manifest.schema.json").read_text())
jsonschema.Draft7Validator.check_schema(schema)
checker = jsonschema.Draft7Validator(schema)
manifest = json.loads((PORT / "vcpkg.json").read_text())
complaints = [error.message for error in checker.iter_errors(manifest)]
if complaints:
    sys.exit("\n".join(complaints))

# The schema refuses what it should.
for name, value in (("name", "Weightkin"), ("version", "1"), ("dependencies", [{"host": True}]),
                    ("features", {"tools": {}}), ("licence", "Apache-2.0")):
    wrong = copy.deepcopy(manifest)
    wrong[name] = value
    if checker.is_valid(wrong):
        sys.exit(f"the schema accepts {name}: {value}")

# What CMake looks for is what the manifest names.
ports = {"ZLIB": "zlib", "Snappy": "snappy", "zstd": "zstd", "blosc": "blosc",
         "hwy": "highway", "OpenSSL": "openssl", "SQLite3": "sqlite3", "yaml": "libyaml",
         "nlohmann_json": "nlohmann-json", "Eigen3": "eigen3", "CLI11": "cli11"}


def wanted_by(file):
    names = set(re.findall(r"^\s*find_package\((\w+)", (source / file).read_text(), re.MULTILINE))
    return {ports[name] for name in names - {"Threads", "Python3", "PostgreSQL"}}


named = {one for one in manifest["dependencies"] if isinstance(one, str)}
for file, there in (("CMakeLists.txt", named),
                    ("examples/cli/CMakeLists.txt", set(manifest["features"]["tools"]["dependencies"]))):
    if wanted_by(file) != there:
        sys.exit(f"{file} looks for {wanted_by(file)}, the port names {there}")

for features, shown in (("core", "OFF"), ("core;tools", "ON")):
    done = subprocess.run(["cmake", f"-DPORTFILE={PORT / 'portfile.cmake'}", f"-DFEATURES={features}",
                           f"-DWORK={work}", "-P", str(TESTS / "run_portfile.cmake")],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stdout + done.stderr)
    cache = (work / "buildtrees/CMakeCache.txt").read_text()
    for entry in (f"WEIGHTKIN_EXAMPLES:UNINITIALIZED={shown}", f"WEIGHTKIN_EXAMPLES:BOOL={shown}"):
        if entry in cache:
            break
    else:
        sys.exit(f"WEIGHTKIN_EXAMPLES is not {shown} with the features {features}")
    if ("tools weightkin" in done.stdout) != ("tools" in features):
        sys.exit(done.stdout)
print(f"{manifest['name']} {manifest['version-semver']}: manifest valid, portfile run against "
      "stand-ins for vcpkg, cmake configured twice")
