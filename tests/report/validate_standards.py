"""Validates standard documents: validate_standards.py SCHEMA=DOCUMENT... CARD.yaml...
The schemas hold what we use of each standard. Besides: that references inside documents lead
somewhere, that ids occur once, and that cards are the YAML that they look like."""

import json
import sys

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"not validated: {missing}; python3-jsonschema and python3-yaml are needed")
    sys.exit(77)  # ctest counts this as skipped

RELATIONS = {"finetune", "quantized", "adapter", "merge", None}


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def values_of(document, key):
    """All values of `key` at any depth."""
    if isinstance(document, dict):
        for name, value in document.items():
            if name == key:
                yield value
            yield from values_of(value, key)
    elif isinstance(document, list):
        for value in document:
            yield from values_of(value, key)


def loose_ends(document):
    refs = list(values_of(document, "bom-ref"))
    if len(refs) != len(set(refs)):
        yield "a bom-ref occurs twice"
    for tools in values_of(document.get("metadata", {}).get("component", {}), "tools"):
        if not set(tools) <= set(refs):
            yield f"no such tool: {tools}"
    ids = list(values_of(document, "spdxId"))
    if len(ids) != len(set(ids)):
        yield "an spdxId occurs twice"
    for key in ("element", "rootElement", "to", "createdBy", "createdUsing"):
        for targets in values_of(document, key):
            yield from (f"{key} leads nowhere: {one}" for one in targets if one not in ids)
    for run in document.get("runs", []):
        rules = run["tool"]["driver"]["rules"]
        for result in run["results"]:
            if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
                yield "a ruleIndex is not that of its rule"


def check(schema, document):
    validator = jsonschema.Draft7Validator(schema)
    validator.check_schema(schema)
    for error in validator.iter_errors(document):
        yield f"{list(error.absolute_path)}: {error.message[:300]}"
    for key in schema["required"]:
        if validator.is_valid({name: value for name, value in document.items() if name != key}):
            yield f"the schema does not miss {key}"
    if validator.is_valid({**document, "surprise": 1}):
        yield "the schema accepts anything"
    yield from loose_ends(document)


def check_card(text):
    card = yaml.safe_load(text)
    if card is None:
        return
    if not set(card) <= {"base_model", "base_model_relation"}:
        yield f"keys of a card: {list(card)}"
    if not all(isinstance(name, str) for name in card["base_model"]):
        yield "base_model is no list of names"
    if card.get("base_model_relation") not in RELATIONS:
        yield "base_model_relation is none that hubs know"


def main():
    failures = 0
    for argument in sys.argv[1:]:
        schema, _, path = argument.rpartition("=")
        if schema:
            problems = list(check(load(schema), load(path)))
        else:
            with open(path, encoding="utf-8") as file:
                problems = list(check_card(file.read()))
        failures += len(problems)
        for problem in problems:
            print(f"{path}: {problem}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
