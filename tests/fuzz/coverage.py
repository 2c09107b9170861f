"""Which lines of the readers their fuzzers reach.

  cmake --preset coverage && cmake --build --preset coverage
  python3 -B tests/fuzz/coverage.py build/coverage [FOUND]

Replays the seeds of every target in tests/data/fuzz, and its inputs in FOUND/fuzz_NAME where a
longer run has left some, and prints for every folder of lib/reader how many of its lines at least
one target reached. What is left for a closer look: BUILD/reached.profdata, for llvm-cov show.
"""
import argparse
import collections
import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
READERS = ROOT / "lib" / "reader"


def targets(build):
    return sorted(path for path in (build / "tests/fuzz/reader").glob("fuzz_*")
                  if path.is_file() and os.access(path, os.X_OK))


def inputs(name, found):
    seeds = ROOT / "tests/data/fuzz" / name
    folders = [seeds if seeds.is_dir() else seeds.parent]
    if found and (found / name).is_dir():
        folders.append(found / name)
    return folders


def replay(program, folders, profile):
    environment = dict(os.environ, LLVM_PROFILE_FILE=str(profile))
    subprocess.run([program, *folders], env=environment, check=True,
                   stdout=subprocess.DEVNULL)


def merged(profiles, output):
    subprocess.run(["llvm-profdata", "merge", "-sparse", *profiles, "-o", output], check=True)
    return output


def lines_by_folder(programs, profile):
    objects = [option for program in programs[1:] for option in ("-object", program)]
    command = ["llvm-cov", "export", "-summary-only", f"-instr-profile={profile}", programs[0],
               *objects, READERS]
    exported = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    folders = collections.defaultdict(lambda: [0, 0])
    for file in exported["data"][0]["files"]:
        folder = os.path.relpath(os.path.realpath(os.path.dirname(file["filename"])), READERS)
        folders[folder][0] += file["summary"]["lines"]["covered"]
        folders[folder][1] += file["summary"]["lines"]["count"]
    return folders


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path, metavar="BUILD")
    parser.add_argument("found", type=pathlib.Path, nargs="?", metavar="FOUND")
    arguments = parser.parse_args()
    programs = targets(arguments.build)
    if not programs:
        parser.error(f"no fuzz_* in {arguments.build}: cmake --build --preset coverage")
    profiles = []
    for program in programs:
        print(f"replaying {program.name}", flush=True)
        profiles.append(arguments.build / f"{program.name}.profraw")
        replay(program, inputs(program.name, arguments.found), profiles[-1])
    profile = merged(profiles, arguments.build / "reached.profdata")
    print("| folder of `lib/reader` | lines | reached |\n|---|---:|---:|")
    for folder, (covered, count) in sorted(lines_by_folder(programs, profile).items()):
        print(f"| `{folder}` | {count} | {100 * covered / count:.1f} % |")


if __name__ == "__main__":
    main()
