"""Runs a script if PyTorch is installed; answers 77 and says so if it is not.

usage: if_torch.py SCRIPT ARGUMENT..."""

import importlib.util
import pathlib
import runpy
import sys

if importlib.util.find_spec("torch") is None:
    print(f"skipped: {sys.executable} has no torch (Debian: python3-torch)")
    sys.exit(77)
sys.argv = sys.argv[1:]
sys.path.insert(0, str(pathlib.Path(sys.argv[0]).parent))
runpy.run_path(sys.argv[0], run_name="__main__")
