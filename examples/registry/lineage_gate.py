"""What the registry plug-ins share: ask an index about a model, and say what was found but not declared.

    python3 lineage_gate.py MODEL --index INDEX [--declared FILE] [--report FILE] [--fail-on VERDICT]
                            [--accept-incomparable]

is the job for continuous integration (ci_github.yml, ci_gitlab.yml). FILE says which models MODEL descends
from: one a line, by the digest that this program prints beside a finding (or any other of the model's in
`weightkin index list --json`: root, nameless_root, print); whatever follows the digest is for people, and #
begins a comment. Names do not count: an index may have several models of one name. Exit codes: 0 nothing
undeclared, 1 something is, 2 it could not be found out: the evidence does not decide about some component,
or there was nothing to compare with (which --accept-incomparable lets through). WEIGHTKIN names the command,
if it is not on the path. Standard library only."""

import argparse
import json
import os
import re
import subprocess
import sys

STRENGTH = ["related", "derived", "reencoded", "identical_after_cast", "identical"]


INCOMPARABLE = ("not_comparable", "non_evidential")
DIGEST = re.compile(r"[0-9a-f]{64}")


class QueryFailed(Exception):
    """There is no answer, or none that may be relied on; why."""


def query(index, model, command=None):
    """The answer to `weightkin index query`, after docs/schemas/index-1.json."""
    command = command or os.environ.get("WEIGHTKIN", "weightkin")
    # A model's name may begin with a dash; what follows "--" is no option.
    done = subprocess.run([command, "index", "query", "--json", "--", index, model],
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode not in (0, 3, 4):
        raise QueryFailed(done.stderr.decode(errors="replace").strip() or "no answer")
    return json.loads(done.stdout)


def check_decided(answer, accept_incomparable=False):
    """Raises QueryFailed where finding nothing says nothing."""
    verdict = answer["scan"]["overall"]["verdict"] if answer["scan"] else "not_comparable"
    if verdict == "undetermined":
        raise QueryFailed("the evidence does not decide")
    if verdict in INCOMPARABLE and not accept_incomparable:
        raise QueryFailed("nothing in the index can be compared with it")


def findings(answer, at_least="related"):
    """What was found: name, id, digests, verdict and component of every ancestor, strongest first."""
    found = []
    scan = answer["scan"]
    for candidate in scan["candidates"] if scan else []:
        pair = candidate["comparison"]
        for part in pair["components"] if pair else []:
            if part["verdict"] in STRENGTH:
                model = answer["candidates"][candidate["reference"]]["model"]
                digests = [model[key] for key in ("nameless_root", "root", "print") if model[key]]
                found.append({"name": model["name"], "id": model["id"], "digests": digests,
                              "verdict": part["verdict"], "component": part["id"],
                              "sentence": part["sentence"]})
    floor = STRENGTH.index(at_least)
    found = [each for each in found if STRENGTH.index(each["verdict"]) >= floor]
    return sorted(found, key=lambda each: (-STRENGTH.index(each["verdict"]), str(each["id"])))


def undecided(answer):
    """Components that nothing was found for and some comparison could not decide about."""
    verdicts = {}
    for candidate in answer["scan"]["candidates"] if answer["scan"] else []:
        for part in candidate["comparison"]["components"] if candidate["comparison"] else []:
            verdicts.setdefault(part["id"], set()).add(part["verdict"])
    return [name for name, seen in verdicts.items()
            if "undetermined" in seen and not seen.intersection(STRENGTH)]


def shown(text):
    """Names come from others, so control characters are shown as such."""
    return "".join(c if c.isprintable() else "?" for c in text)


def declared_in(text):
    """The digests in a list of declared ancestors."""
    declared = set()
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#")[0].split()
        if not words:
            continue
        if not DIGEST.fullmatch(words[0]):
            raise QueryFailed(f"line {number} of the declared ancestors does not begin with a digest")
        declared.add(words[0])
    return declared


def undeclared(found, declared):
    return [each for each in found if not declared.intersection(each["digests"])]


def line_of(finding):
    """One line for people."""
    return shown(f"{finding['component']}: {finding['verdict']} from {finding['name']} "
                 f"({finding['digests'][0]})")


def main():
    parser = argparse.ArgumentParser(description="fail when a model has ancestors it does not declare")
    parser.add_argument("model")
    parser.add_argument("--index", required=True)
    parser.add_argument("--declared", help="file with the digests of declared ancestors")
    parser.add_argument("--report", help="write the whole answer here")
    parser.add_argument("--fail-on", default="related", choices=STRENGTH)
    parser.add_argument("--accept-incomparable", action="store_true",
                        help="let pass what nothing in the index can be compared with")
    asked = parser.parse_args()
    declared = set()
    try:
        if asked.declared and os.path.exists(asked.declared):
            with open(asked.declared, encoding="utf-8") as file:
                declared = declared_in(file.read())
        answer = query(asked.index, asked.model)
        if asked.report:
            with open(asked.report, "w", encoding="ascii") as file:
                json.dump(answer, file, indent=2)
        check_decided(answer, asked.accept_incomparable)
    except (QueryFailed, OSError) as failure:
        print(f"lineage: {failure}", file=sys.stderr)
        return 2
    found = findings(answer, asked.fail_on)
    missing = undeclared(found, declared)
    for each in found:
        print(f"{'UNDECLARED' if each in missing else 'declared  '} {line_of(each)}")
    if not found:
        print(f"nothing found among {answer['models']} models; one that is not there is not cleared")
    if missing:
        return 1
    open_parts = undecided(answer)
    if open_parts:
        print(f"lineage: the evidence does not decide about {shown(', '.join(open_parts))}", file=sys.stderr)
    return 2 if open_parts else 0


if __name__ == "__main__":
    sys.exit(main())
