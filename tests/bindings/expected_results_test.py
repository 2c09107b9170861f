"""The C program sees on its tour what the committed file of expected results says.

usage: expected_results_test.py WRITE_EXPECTED STORY_FOLDER SEEN.json EXPECTED.json"""

import json
import pathlib
import subprocess
import sys

writer, story, seen_path, expected_path = sys.argv[1:]
seen_path = pathlib.Path(seen_path)
subprocess.run([writer, story, str(seen_path.parent), str(seen_path)], check=True)


def pairs_of(path):
    """The object's names and strings; a name that occurs twice ends the test."""
    pairs = json.loads(pathlib.Path(path).read_text(), object_pairs_hook=lambda found: found)
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        sys.exit(f"{path}: a name occurs twice")
    return dict(pairs)


seen, expected = pairs_of(seen_path), pairs_of(expected_path)
problems = [f"{name}: expected {expected.get(name, 'nothing')}, seen {seen.get(name, 'nothing')}"
            for name in sorted(seen.keys() | expected.keys())
            if seen.get(name) != expected.get(name)]
for problem in problems[:50]:
    print(problem)
if problems:
    sys.exit(f"{len(problems)} of {len(seen)} results differ. If that is meant: "
             "cmake --build BUILD --target refresh_expected")
if len(seen) < 1000:
    sys.exit(f"the tour is too short: {len(seen)} results")
print(f"{len(seen)} results")
