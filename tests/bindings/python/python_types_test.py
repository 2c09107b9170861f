"""The package's annotations hold, strictly, and reach its users.

usage: python_types_test.py MYPY"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

from binding_support import PACKAGE, skip

mypy = sys.argv[1]
if shutil.which(mypy) is None:
    skip("mypy is not installed")

USER = '''
import weightkin as wk

with wk.Model.open("x") as model:
    for tensor in model.tensors:
        name: str = tensor.name
    wrong: int = model.tensors[0].dtype.label
'''


def run(*words, cwd):
    return subprocess.run([mypy, "--config-file", str(PACKAGE / "mypy.ini"), *words], cwd=cwd,
                          capture_output=True, text=True, check=False)


with tempfile.TemporaryDirectory() as folder:
    cache = ["--cache-dir", f"{folder}/cache"]
    done = run(*cache, "weightkin", "generate_python.py", "../generate/c_headers.py", cwd=PACKAGE)
    print(done.stdout, end="")
    if done.returncode != 0:
        sys.exit(done.stderr or 1)
    # A user's mistake is found, and only that.
    user = pathlib.Path(folder) / "user.py"
    user.write_text(USER)
    (pathlib.Path(folder) / "weightkin").symlink_to(PACKAGE / "weightkin")
    done = run(*cache, "user.py", cwd=folder)
    if done.stdout.count("error:") != 1 or 'has type "str", variable has type "int"' not in done.stdout:
        sys.exit(f"a user's types: {done.stdout}{done.stderr}")
