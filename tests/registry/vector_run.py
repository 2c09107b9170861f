"""Runs PROGRAM against a PostgreSQL with pgvector: vector_run.py FOLDER PROGRAM [ARGUMENT...]

Debian 12 has no package of pgvector. npm has PGlite, the server compiled to WebAssembly with the
extension beside it; it is installed into FOLDER and listens on a socket in a temporary folder. One
connection at a time is served. Where npm or its packages are missing, exit 77 with the reason."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

PACKAGES = ("@electric-sql/pglite@0.5.14", "@electric-sql/pglite-pgvector@0.0.15",
            "@electric-sql/pglite-socket@0.2.17")
HERE = pathlib.Path(__file__).parent


def skip(why):
    print(f"vector_run.py: SKIPPED, the path through pgvector was not tested: {why}", flush=True)
    sys.exit(77)


def install(folder):
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            skip(f"{tool} is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["npm", "install", "--prefix", folder, "--no-save", "--no-audit",
                           "--no-fund", "--ignore-scripts", *PACKAGES],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        print(done.stdout.decode(errors="replace")[-2000:])
        skip("the packages cannot be installed")


def main():
    folder = pathlib.Path(sys.argv[1]).absolute()
    install(folder)
    with tempfile.TemporaryDirectory() as place:
        server = subprocess.Popen(
            ["node", HERE / "vector_server.mjs", folder, f"{place}/.s.PGSQL.5432"],
            stdout=subprocess.PIPE, text=True)
        try:
            line = server.stdout.readline()
            if not line.startswith("ready"):
                sys.exit("the server did not start")
            print(line.strip(), flush=True)
            address = f"postgresql:///postgres?host={place}&user=postgres&sslmode=disable"
            done = subprocess.run(sys.argv[2:], check=False,
                                  env={**os.environ, "WEIGHTKIN_TEST_POSTGRES": address})
        finally:
            server.kill()
            server.wait()
    sys.exit(done.returncode)


main()
