"""Sources are laid out as .clang-format says. usage: check_format.py CLANG_FORMAT"""

import re
import shutil
import subprocess
import sys

from source_tree import CODE, ROOT, files, report, skip

tool = sys.argv[1]
if shutil.which(tool) is None:
    skip("clang-format is not installed")
sources = [str(path) for path in files(["include", "lib", "capi", "examples", "tests"], CODE)]
done = subprocess.run([tool, "--dry-run", "--Werror", *sources], capture_output=True, text=True,
                      check=False)
places = re.findall(rf"^{re.escape(str(ROOT))}/(.+?):(\d+):\d+: error", done.stderr, re.MULTILINE)
first = {}
for path, line in places:
    first.setdefault(path, line)
problems = [f"{path}:{line}: clang-format -i" for path, line in first.items()]
if done.returncode != 0 and not problems:
    problems = [done.stderr]
report(problems, f"{len(sources)} files")
