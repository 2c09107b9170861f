"""Validates documents against a schema: validate_documents.py SCHEMA DOCUMENT..."""

import json
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed: not validated")
    sys.exit(77)  # ctest counts this as skipped


def refuses(validator, document, change):
    """A schema that accepts anything would prove nothing."""
    broken = json.loads(json.dumps(document))
    change(broken)
    return not validator.is_valid(broken)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    validator_class = jsonschema.validators.validator_for(schema)
    validator_class.check_schema(schema)
    validator = validator_class(schema)
    failures = 0
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        for error in validator.iter_errors(document):
            failures += 1
            print(f"{path}: {list(error.absolute_path)}: {error.message}")
        failures += not refuses(validator, document, lambda d: d.pop("schema"))
        failures += not refuses(validator, document, lambda d: d.update(surprise=1))
        failures += not refuses(validator, document, lambda d: d["components"][0].update(kind="x"))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
