"""The package installs into a clean virtual environment by one command, either way, and works there.

usage: python_install_test.py CMAKE BUILD_FOLDER"""

import os
import pathlib
import subprocess
import sys
import tempfile

from binding_support import LIBRARY, PACKAGE, skip

cmake, build = sys.argv[1:]
try:
    import ensurepip  # noqa: F401
    import setuptools
    import wheel  # noqa: F401
except ImportError as missing:
    skip(f"{missing.name} is not installed")
if int(setuptools.__version__.split(".")[0]) < 61:
    skip(f"setuptools {setuptools.__version__} reads no pyproject.toml")

USE = ("import weightkin as wk\nprint(wk.__file__)\nprint(wk.load(), wk.version(), wk.__version__)\n"
       "assert wk.version() == wk.__version__\n"
       "assert wk.Fingerprint.take({'x': b'abcd'}).info.parameters == 4\n")


def run(*command, **environment):
    clean = {name: value for name, value in os.environ.items()
             if name not in ("WEIGHTKIN_LIBRARY", "PYTHONPATH", "LD_LIBRARY_PATH")}
    done = subprocess.run([str(word) for word in command], env={**clean, **environment},
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}:\n{done.stdout}{done.stderr}")
    return done.stdout


def fresh(folder, *options):
    run(sys.executable, "-m", "venv", *options, folder)
    return folder / "bin/python"


with tempfile.TemporaryDirectory() as made:
    folder = pathlib.Path(made)
    # The package and the library in one piece; the environment has nothing but Python.
    python = fresh(folder / "with_cmake", "--without-pip")
    run(cmake, "--install", build, "--component", "weightkin_python", "--prefix",
        folder / "with_cmake")
    said = run(python, "-c", USE)
    assert str(folder / "with_cmake") in said.splitlines()[0], said
    assert str(folder / "with_cmake") in said.splitlines()[1], said

    # The package by pip, from a copy since setuptools writes into the folder; the library by name.
    source = folder / "source"
    run("cp", "-r", PACKAGE, source)
    python = fresh(folder / "with_pip", "--system-site-packages")
    run(python, "-m", "pip", "install", "--no-build-isolation", "--no-deps", "--no-index",
        "--disable-pip-version-check", source)
    said = run(python, "-c", USE, WEIGHTKIN_LIBRARY=str(LIBRARY))
    assert str(folder / "with_pip") in said.splitlines()[0], said
    assert (folder / "with_pip").rglob("py.typed"), "no py.typed"
    assert list((folder / "with_pip").rglob("weightkin/py.typed")), "no py.typed"
print("installed and used, by cmake and by pip")
