#!/usr/bin/env python3
"""A git server's pre-receive hook: refuses weights whose ancestors are in the index and not declared.

Looks at every file that a push adds or changes and that is a model: stored in git itself, in Git LFS (a
pointer with `oid sha256:`), or in DVC (a .dvc file with `md5:`). The ancestors that a repository declares
stand in its file LINEAGE, one name a line. Settings are git's own, in the repository's configuration:

    git config weightkin.index     /srv/all.wki       the index to ask; required
    git config weightkin.lfs       /srv/lfs/objects   where LFS keeps objects (default: lfs/objects)
    git config weightkin.dvc       /srv/dvc/files/md5 where DVC keeps them
    git config weightkin.suffixes  ".safetensors .gguf .pt .bin .onnx .h5 .msgpack"

Weights that cannot be read refuse the push: what was not looked at is not let through. Copy this file to
hooks/pre-receive, and lineage_gate.py beside it. Standard library only."""

import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import lineage_gate  # noqa: E402

SUFFIXES = ".safetensors .gguf .ggml .pt .pth .bin .ckpt .onnx .h5 .keras .msgpack .npz .pdparams"
LARGEST_POINTER = 4096
LFS_POINTER = re.compile(rb"version \S*git-lfs\S*/spec/v1\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\n")
DVC_OUTPUT = re.compile(rb"^\s*(?:-\s+)?md5:\s*([0-9a-f]{32})\s*$", re.MULTILINE)


def git(*arguments):
    return subprocess.run(["git", *arguments], stdout=subprocess.PIPE, check=True).stdout


def setting(name, default=None):
    done = subprocess.run(["git", "config", "--get", f"weightkin.{name}"], stdout=subprocess.PIPE,
                          check=False)
    return done.stdout.decode().strip() or default


def pushed_files(old, new):
    """(path, blob, size) of every file that the push adds or changes, in any of its commits."""
    if not new.strip("0"):
        return []  # a branch is deleted
    fresh = git("rev-list", new, "--not", "--all").decode().split()
    seen = {}
    for commit in fresh:
        listing = git("diff-tree", "-r", "-z", "--root", "-m", "--no-commit-id", "--diff-filter=AMT",
                      commit)
        fields = listing.split(b"\0")
        for at in range(0, len(fields) - 1, 2):
            blob = fields[at].split()[3].decode()
            seen[(fields[at + 1], blob)] = None
    return [(path, blob, int(git("cat-file", "-s", blob))) for path, blob in seen
            if git("cat-file", "-t", blob) == b"blob\n"]


def stored(folder, name, what):
    """Where an object store keeps `name`."""
    folders = (name[:2], name[2:4], name) if what == "lfs" else (name[:2], name[2:])
    path = os.path.join(folder, *folders)
    if not os.path.isfile(path):
        raise lineage_gate.QueryFailed(f"the {what} object {name} is not in the store")
    return path


def weights_of(path, blob, size, scratch):
    """The file with the weights behind a path of the repository; None when it is no model."""
    suffixes = setting("suffixes", SUFFIXES).split()
    name = os.path.basename(os.fsdecode(path))
    dvc = name.endswith(".dvc")
    model = any(name.lower().endswith(suffix) for suffix in suffixes)
    if not model and not (dvc and any(name[:-4].lower().endswith(suffix) for suffix in suffixes)):
        return None
    content = git("cat-file", "blob", blob) if size <= LARGEST_POINTER else b""
    if dvc:
        found = DVC_OUTPUT.search(content)
        if found is None:
            raise lineage_gate.QueryFailed("the .dvc file names no md5 of a single file")
        return stored(setting("dvc", "dvc/files/md5"), found.group(1).decode(), "dvc")
    pointer = LFS_POINTER.match(content)
    if pointer is not None:
        lfs = setting("lfs", os.path.join(git("rev-parse", "--git-dir").decode().strip(),
                                          "lfs/objects"))
        return stored(lfs, pointer.group(1).decode(), "lfs")
    out = os.path.join(scratch, blob)
    with open(out, "wb") as file:
        subprocess.run(["git", "cat-file", "blob", blob], stdout=file, check=True)
    return out


def declared_at(commit):
    """What the repository declares as of the commit that is pushed."""
    done = subprocess.run(["git", "cat-file", "blob", f"{commit}:LINEAGE"], capture_output=True,
                          check=False)
    return lineage_gate.declared_in(done.stdout.decode(errors="replace"))


def refusals(old, new, index, scratch):
    names = declared_at(new)
    out = []
    for path, blob, size in pushed_files(old, new):
        shown = "".join(c if c.isprintable() else "?" for c in os.fsdecode(path))
        try:
            weights = weights_of(path, blob, size, scratch)
            if weights is None:
                continue
            found = lineage_gate.findings(lineage_gate.query(index, weights))
        except lineage_gate.QueryFailed as failure:
            out.append(f"{shown}: could not be looked at: {failure}")
            continue
        out += [f"{shown}: {lineage_gate.line_of(each)}, which LINEAGE does not name"
                for each in lineage_gate.undeclared(found, names)]
    return out


def main():
    index = setting("index")
    if index is None:
        print("lineage: weightkin.index is not set; nothing is let through", file=sys.stderr)
        return 1
    problems = []
    with tempfile.TemporaryDirectory() as scratch:
        for line in sys.stdin.read().splitlines():
            old, new = line.split(" ", 2)[:2]
            problems += refusals(old, new, index, scratch)
    for problem in problems:
        print(f"lineage: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
