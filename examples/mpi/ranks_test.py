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


def run(ranks, cut, written, reference="donor"):
    command = [mpirun, "-n", str(ranks), program, f"{story}/suspect.safetensors",
               f"{story}/{reference}.safetensors", cut, str(written)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


with tempfile.TemporaryDirectory() as folder:
    for cut in ("rows", "columns", "layers"):
        seen = {}
        for ranks in (1, 2, 4):
            written = pathlib.Path(folder) / f"{cut}{ranks}.wkf"
            code, said, complaint = run(ranks, cut, written)
            if code != 0:
                sys.exit(f"{ranks} ranks, {cut}: exit {code}: {complaint}")
            seen[ranks] = (written.read_bytes(), said)
        if len(set(seen.values())) != 1:
            sys.exit(f"{cut}: 1, 2 and 4 ranks do not agree")
        if "vision_encoder" not in said or "derived" not in said:
            sys.exit(f"{cut}: {said}")
        print(f"{cut}: 1, 2 and 4 ranks wrote the same {len(seen[1][0])} bytes: {said.strip()}")
    one, other = (pathlib.Path(folder) / f"{cut}2.wkf" for cut in ("rows", "layers"))
    if one.read_bytes() != other.read_bytes():
        sys.exit("cutting rows and cutting layers do not agree")
    code, _, complaint = run(2, "rows", "/tmp/never.wkf", "nowhere")
    if code == 0 or "nowhere.safetensors" not in complaint:
        sys.exit(f"a missing file was not told: {complaint}")
