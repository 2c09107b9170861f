#!/usr/bin/env python3
"""A git server's pre-receive hook: refuses weights whose ancestors are in the index and not declared.

Looks into every file that a push adds or changes, whatever it is called, stored in git itself, in Git LFS
(a pointer with `oid sha256:`), or in DVC (a .dvc file whose `outs` are one file). The ancestors that a
repository declares stand in its file LINEAGE, as lineage_gate.py says. Settings are git's own, in the
repository's configuration:

    git config weightkin.index        /srv/all.wki       the index to ask; required
    git config weightkin.lfs          /srv/lfs/objects   where LFS keeps objects (default: lfs/objects)
    git config weightkin.dvc          /srv/dvc/files/md5 where DVC keeps them
    git config weightkin.suffixes     ".safetensors .gguf"  what is called so has to be readable
    git config weightkin.incomparable accept             lets pass what nothing in the index can be compared with

What was not looked at is not let through: weights, by their names, that cannot be read, objects that are not
in the store, DVC's folders and files of several outputs; nor weights that the evidence does not decide about.
Copy this file to hooks/pre-receive, and lineage_gate.py beside it. Standard library only."""

import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import lineage_gate  # noqa: E402

# The command has such a table of its own. This one stays with the hook because it is the server's to
# change (weightkin.suffixes), and because a copied hook must not depend on which command answers it.
SUFFIXES = (".safetensors .index.json .gguf .ggml .bin .pt .pth .ckpt .pkl .nemo .distcp .index .npz .npy"
            " .zarr .onnx .h5 .hdf5 .keras .pb .tflite .msgpack .flax .params .param .pdparams .pdiparams"
            " .caffemodel .mlmodel .mlpackage .t7 .weights .wkf .zip .tar .tgz .gz .bz2 .xz .zst .7z .rar")
LARGEST_POINTER = 4096
LARGEST_DVC_FILE = 65536
LFS_POINTER = re.compile(rb"version \S*git-lfs\S*/spec/v1\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\n")
# The lines that DVC itself writes; YAML has other ways to say the same, which are refused.
DVC_LINE = re.compile(r"(?P<indent> *)(?P<item>- )?(?P<key>[A-Za-z_]\w*):(?: +(?P<value>[^\s#&*!|>{[].*?))?\s*")
DVC_MD5 = re.compile(r"'?([0-9a-f]{32})'?")


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


def dvc_output(text):
    """The md5 of the one file that a .dvc file puts out; what it depends on is not asked for."""
    section, items, sums, tops = None, 0, [], []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        read = DVC_LINE.fullmatch(line)
        if read is None:
            raise lineage_gate.QueryFailed("the .dvc file is not as DVC writes it")
        if not read["indent"] and not read["item"]:
            section = read["key"]
            tops.append(section)
        elif section == "outs":
            items += read["item"] is not None
            if read["key"] == "md5":
                sums.append(DVC_MD5.fullmatch(read["value"] or ""))
    if len(set(tops)) != len(tops) or items != 1 or len(sums) != 1 or sums[0] is None:
        raise lineage_gate.QueryFailed("the .dvc file does not put out one file with an md5")
    return sums[0].group(1)


def is_model(path, name):
    """Whether a file holds a model or a fingerprint; one that is called so has to be readable."""
    command = os.environ.get("WEIGHTKIN", "weightkin")
    done = subprocess.run([command, "inspect", "--json", "--", path], stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode in (0, 3):
        return True
    if done.returncode != 2 or name.lower().endswith(tuple(setting("suffixes", SUFFIXES).split())):
        raise lineage_gate.QueryFailed(done.stderr.decode(errors="replace").strip() or "no answer")
    return False


def content_of(path, blob, size, scratch):
    """The file behind a path of the repository, and the name that it goes by."""
    name = os.path.basename(os.fsdecode(path))
    if name.endswith(".dvc"):
        if size > LARGEST_DVC_FILE:
            raise lineage_gate.QueryFailed("the .dvc file is too large")
        found = dvc_output(git("cat-file", "blob", blob).decode(errors="replace"))
        return stored(setting("dvc", "dvc/files/md5"), found, "dvc"), name[:-4]
    content = git("cat-file", "blob", blob) if size <= LARGEST_POINTER else b""
    pointer = LFS_POINTER.match(content)
    if pointer is not None:
        lfs = setting("lfs", os.path.join(git("rev-parse", "--git-dir").decode().strip(),
                                          "lfs/objects"))
        return stored(lfs, pointer.group(1).decode(), "lfs"), name
    out = os.path.join(scratch, blob)
    with open(out, "wb") as file:
        subprocess.run(["git", "cat-file", "blob", blob], stdout=file, check=True)
    return out, name


def declared_at(commit):
    """What the repository declares as of the commit that is pushed."""
    done = subprocess.run(["git", "cat-file", "blob", f"{commit}:LINEAGE"], capture_output=True,
                          check=False)
    return lineage_gate.declared_in(done.stdout.decode(errors="replace"))


def refusals(old, new, index, scratch):
    try:
        declared = declared_at(new) if new.strip("0") else set()
    except lineage_gate.QueryFailed as failure:
        return [f"LINEAGE: {failure}"]
    accept = setting("incomparable") == "accept"
    out = []
    for path, blob, size in pushed_files(old, new):
        shown = "".join(c if c.isprintable() else "?" for c in os.fsdecode(path))
        try:
            content, name = content_of(path, blob, size, scratch)
            if not is_model(content, name):
                continue
            answer = lineage_gate.query(index, content)
            lineage_gate.check_decided(answer, accept)
            found = lineage_gate.findings(answer)
            open_parts = lineage_gate.undecided(answer)
        except (lineage_gate.QueryFailed, OSError) as failure:
            out.append(f"{shown}: could not be looked at: {failure}")
            continue
        finally:
            if os.path.exists(os.path.join(scratch, blob)):
                os.remove(os.path.join(scratch, blob))
        out += [f"{shown}: {lineage_gate.line_of(each)}, which LINEAGE does not name"
                for each in lineage_gate.undeclared(found, declared)]
        out += [f"{shown}: the evidence does not decide about {lineage_gate.shown(part)}" for part in open_parts]
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
