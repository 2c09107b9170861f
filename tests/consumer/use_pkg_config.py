"""Compiles and runs a program with what pkg-config says of the installed, moved tree.

usage: use_pkg_config.py PREFIX PACKAGE COMPILER SOURCE WORK_FOLDER [FORBIDDEN_LIBRARY...]
None of the forbidden libraries may be needed by the program itself. A C++ program is compiled as
C++20 and as something later, which the flags must not take back; as C++17 it is told what it needs."""

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
command = [compiler, source, "-o", str(program), *shlex.split(flags)]
standards = [[]]
if source.endswith(".cpp"):
    standards = [["-std=c++20"], ["-std=gnu++23"]]
    old = subprocess.run([compiler, "-std=c++17", "-fsyntax-only", "-x", "c++", "-",
                          *shlex.split(flags)], input="#include <weightkin/weightkin.hpp>\n",
                         capture_output=True, text=True)
    if old.returncode == 0 or "weightkin needs C++20" not in old.stderr.split("error:")[1]:
        sys.exit(f"as C++17: {old.stderr}")
    macros = subprocess.run([compiler, "-std=gnu++23", "-dM", "-E", "-x", "c++", "/dev/null",
                             *shlex.split(flags)], check=True, capture_output=True, text=True).stdout
    if "#define __cplusplus 202002L" in macros:
        sys.exit(f"the flags take back the standard that was asked for: {flags}")
for standard in standards:
    subprocess.run([command[0], *standard, *command[1:]], check=True)
needed = subprocess.run(["readelf", "-d", str(program)], check=True, capture_output=True,
                        text=True).stdout
for library in sys.argv[6:]:
    if library in needed:
        sys.exit(f"the program needs {library}:\n{needed}")
print(subprocess.run([str(program)], env=environment, check=True, capture_output=True,
                     text=True).stdout, end="")
