"""Validates decisions, policies and licence tables against their schemas:
validate_policies.py SCHEMAS DECISIONS POLICY..."""

import glob
import json
import os
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed: not validated")
    sys.exit(77)  # ctest counts this as skipped


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def validator(folder, name):
    schema = load(os.path.join(folder, name + "-1.json"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def problems(rules, document):
    yield from (f"{list(error.absolute_path)}: {error.message}"
                for error in rules.iter_errors(document))
    for spoiled in ({**document, "surprise": 1}, {**document, "schema": "x"}):
        if rules.is_valid(spoiled):
            yield "the schema accepts anything"
    for key in rules.schema["required"]:
        if rules.is_valid({name: value for name, value in document.items() if name != key}):
            yield f"the schema does not miss {key}"


def main():
    folder, decisions, policies = sys.argv[1], sys.argv[2], sys.argv[3:]
    wanted = [(path, "decision") for path in sorted(glob.glob(os.path.join(decisions, "*.json")))]
    wanted += [(path, "licences" if "licences" in os.path.basename(path) else "policy")
               for path in policies]
    if len(wanted) < 12:
        print(f"only {len(wanted)} documents")
        return 1
    failures = 0
    for path, kind in wanted:
        for problem in problems(validator(folder, kind), load(path)):
            failures += 1
            print(f"{path}: {problem}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
