"""What the structure checks share: the files of the tree and how a failed check is told."""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(os.environ.get("WEIGHTKIN_SOURCE", pathlib.Path(__file__).parents[2]))
SKIPPED = 77  # ctest's SKIP_RETURN_CODE

CODE = (".hpp", ".cpp", ".h", ".c")
TEXT = CODE + (".py", ".cmake", ".in", ".map", ".md", ".json", ".txt", ".sh",
               ".rs", ".java", ".js", ".mjs", ".ts", ".toml")


def files(folders, suffixes):
    """Files below the given folders of the tree with one of the suffixes, sorted."""
    found = []
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in suffixes and "__pycache__" not in path.parts:
                found.append(path)
    return found


def last_changed(paths):
    """The same paths, those of the latest commits first; unchanged where there is no history."""
    log = subprocess.run(["git", "-C", str(ROOT), "log", "--format=", "--name-only", "-n", "300"],
                         capture_output=True, text=True, check=False)
    rank = {}
    for line in log.stdout.splitlines():
        rank.setdefault(ROOT / line, len(rank))
    return sorted(paths, key=lambda path: rank.get(path, len(rank)))


def name(path):
    return str(path.relative_to(ROOT))


def report(problems, good):
    """Prints every problem, or what was found good, and ends the check."""
    for problem in problems:
        print(problem)
    if problems:
        sys.exit(f"{len(problems)} problem(s)")
    print(good)


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)
