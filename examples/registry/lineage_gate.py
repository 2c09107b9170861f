"""What the registry plug-ins share: ask an index about a model, and say what was found but not declared.

    python3 lineage_gate.py MODEL --index INDEX [--declared FILE] [--report FILE] [--fail-on VERDICT]

is the job for continuous integration (ci_github.yml, ci_gitlab.yml). FILE holds the names of the models
that MODEL says it descends from, one a line, as the index calls them; # begins a comment. Exit codes: 0
nothing undeclared, 1 something is, 2 it could not be found out. WEIGHTKIN names the command, if it is not
on the path. Standard library only."""

import argparse
import json
import os
import subprocess
import sys

STRENGTH = ["related", "derived", "reencoded", "identical_after_cast", "identical"]


class QueryFailed(Exception):
    """The command could not answer; its own words."""


def query(index, model, command=None):
    """The answer to `weightkin index query`, after docs/schemas/index-1.json."""
    command = command or os.environ.get("WEIGHTKIN", "weightkin")
    # A model's name may begin with a dash; what follows "--" is no option.
    done = subprocess.run([command, "index", "query", "--json", "--", index, model],
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode not in (0, 3, 4):
        raise QueryFailed(done.stderr.decode(errors="replace").strip() or "no answer")
    return json.loads(done.stdout)


def findings(answer, at_least="related"):
    """What was found: name, id, verdict and component of every ancestor, strongest first."""
    found = []
    scan = answer["scan"]
    for candidate in scan["candidates"] if scan else []:
        pair = candidate["comparison"]
        for part in pair["components"] if pair else []:
            if part["verdict"] in STRENGTH:
                model = answer["candidates"][candidate["reference"]]["model"]
                found.append({"name": model["name"], "id": model["id"], "verdict": part["verdict"],
                              "component": part["id"], "sentence": part["sentence"]})
    floor = STRENGTH.index(at_least)
    found = [each for each in found if STRENGTH.index(each["verdict"]) >= floor]
    return sorted(found, key=lambda each: (-STRENGTH.index(each["verdict"]), str(each["id"])))


def declared_in(text):
    """The names in a list of declared ancestors."""
    names = (line.split("#")[0].strip() for line in text.splitlines())
    return {name for name in names if name}


def undeclared(found, names):
    return [each for each in found if each["name"] not in names]


def line_of(finding):
    """One line for people; names come from others, so control characters are shown as such."""
    text = f"{finding['component']}: {finding['verdict']} from {finding['name']}"
    return "".join(c if c.isprintable() else "?" for c in text)


def main():
    parser = argparse.ArgumentParser(description="fail when a model has ancestors it does not declare")
    parser.add_argument("model")
    parser.add_argument("--index", required=True)
    parser.add_argument("--declared", help="file with the names of declared ancestors")
    parser.add_argument("--report", help="write the whole answer here")
    parser.add_argument("--fail-on", default="related", choices=STRENGTH)
    asked = parser.parse_args()
    names = set()
    if asked.declared and os.path.exists(asked.declared):
        with open(asked.declared, encoding="utf-8") as file:
            names = declared_in(file.read())
    try:
        answer = query(asked.index, asked.model)
    except (QueryFailed, OSError) as failure:
        print(f"lineage: {failure}", file=sys.stderr)
        return 2
    if asked.report:
        with open(asked.report, "w", encoding="ascii") as file:
            json.dump(answer, file, indent=2)
    found = findings(answer, asked.fail_on)
    for each in found:
        mark = "declared  " if each["name"] in names else "UNDECLARED"
        print(f"{mark} {line_of(each)}")
    if not found:
        print(f"nothing found among {answer['models']} models; one that is not there is not cleared")
    return 1 if undeclared(found, names) else 0


if __name__ == "__main__":
    sys.exit(main())
