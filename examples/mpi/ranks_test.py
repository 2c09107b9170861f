"""Fingerprints over MPI ranks are those of one process, bit for bit, and give the same rulings.

usage: ranks_test.py MPIRUN COMPARE_ON_RANKS STORY_FOLDER"""

import os
import pathlib
import subprocess
import sys
import tempfile

mpirun, program, story = sys.argv[1:]
environment = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
               "OMPI_MCA_btl_vader_single_copy_mechanism": "none",
               "OMPI_MCA_rmaps_base_oversubscribe": "1"}

# Rank 2 of four reads another subject than the others do.
ODD_RANK = """if [ "$OMPI_COMM_WORLD_RANK" = 2 ]; then subject=$2; else subject=$3; fi
exec "$1" "$subject" "$4" rows"""


def run(ranks, *words):
    """A rank that fails must end the others, not leave them waiting: the time is bounded."""
    done = subprocess.run([mpirun, "-n", str(ranks), *map(str, words)], env=environment,
                          capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout, done.stderr


def compared(ranks, cut, written, reference="donor"):
    return run(ranks, program, f"{story}/suspect.safetensors", f"{story}/{reference}.safetensors",
               cut, written)


def odd_rank(subject):
    return run(4, "sh", "-c", ODD_RANK, "sh", program, subject, f"{story}/suspect.safetensors",
               f"{story}/donor.safetensors")


with tempfile.TemporaryDirectory() as folder:
    for cut in ("rows", "columns", "layers"):
        seen = {}
        for ranks in (1, 2, 4, 9):
            written = pathlib.Path(folder) / f"{cut}{ranks}.wkf"
            code, said, complaint = compared(ranks, cut, written)
            if code != 0:
                sys.exit(f"{ranks} ranks, {cut}: exit {code}: {complaint}")
            seen[ranks] = (written.read_bytes(), said)
        if len(set(seen.values())) != 1:
            sys.exit(f"{cut}: 1, 2, 4 and 9 ranks do not agree")
        if "vision_encoder" not in said or "derived" not in said:
            sys.exit(f"{cut}: {said}")
        print(f"{cut}: 1, 2, 4 and 9 ranks wrote the same {len(seen[1][0])} bytes: {said.strip()}")
    one, other = (pathlib.Path(folder) / f"{cut}2.wkf" for cut in ("rows", "layers"))
    if one.read_bytes() != other.read_bytes():
        sys.exit("cutting rows and cutting layers do not agree")
    damaged = pathlib.Path(folder) / "damaged.safetensors"
    damaged.write_bytes(pathlib.Path(f"{story}/suspect.safetensors").read_bytes()[:100000])
    for (code, said, complaint), told in (
            (compared(2, "rows", "/tmp/never.wkf", "nowhere"), "nowhere.safetensors"),
            (odd_rank(damaged), "damaged.safetensors"),
            (odd_rank(f"{story}/innocent.safetensors"), "different declarations")):
        if code == 0 or said or told not in complaint:
            sys.exit(f"{told} was not told: {said}{complaint}")
