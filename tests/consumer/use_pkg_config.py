"""Compiles and runs a program with what pkg-config says of the installed, moved tree.

usage: use_pkg_config.py PREFIX PACKAGE COMPILER SOURCE WORK_FOLDER [FORBIDDEN_LIBRARY...]
None of the forbidden libraries may be needed by the program itself."""

import os
import pathlib
import shlex
import shutil
import subprocess
import sys

prefix, package, compiler, source, folder = sys.argv[1:6]
if shutil.which("pkg-config") is None:
    print("skipped: no pkg-config here")
    sys.exit(77)
pc_file = next(pathlib.Path(prefix).rglob(f"{package}.pc"))
environment = dict(os.environ, PKG_CONFIG_PATH=str(pc_file.parent),
                   LD_LIBRARY_PATH=str(pc_file.parent.parent))
flags = subprocess.run(["pkg-config", "--cflags", "--libs", package], env=environment, check=True,
                       capture_output=True, text=True).stdout
program = pathlib.Path(folder) / f"{package}_consumer"
program.parent.mkdir(parents=True, exist_ok=True)
subprocess.run([compiler, source, "-o", str(program), *shlex.split(flags)], check=True)
needed = subprocess.run(["readelf", "-d", str(program)], check=True, capture_output=True,
                        text=True).stdout
for library in sys.argv[6:]:
    if library in needed:
        sys.exit(f"the program needs {library}:\n{needed}")
print(subprocess.run([str(program)], env=environment, check=True, capture_output=True,
                     text=True).stdout, end="")
