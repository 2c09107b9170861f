"""Makes the place that bindings are installed in and tested from (staged.py).

  stage_bindings.py FOLDER CC LIBRARY PC_FILE"""

import pathlib
import shutil
import sys

from staged import CAPI, ROOT, Stage

folder, compiler, library, pc_file = sys.argv[1:]
pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
stage = Stage(folder)
prefix = stage.fresh("prefix")
(prefix / "lib/pkgconfig").mkdir(parents=True)
shutil.copytree(CAPI / "include", prefix / "include")
for path in pathlib.Path(library).parent.glob("libweightkin_c.so*"):
    shutil.copy2(path, prefix / "lib", follow_symlinks=False)
# The installed file, for a folder that is always called lib.
text = pathlib.Path(pc_file).read_text().splitlines()
fixed = {"prefix": "prefix=${pcfiledir}/../..", "libdir": "libdir=${prefix}/lib"}
lines = [fixed.get(line.split("=")[0], line) for line in text]
(prefix / "lib/pkgconfig/weightkin_c.pc").write_text("\n".join(lines) + "\n")
stage.run(sys.executable, "-B", ROOT / "tests/bindings/check_declarations.py", "layout", compiler,
          stage.folder / "layout.txt")
stage.run(sys.executable, "-B", ROOT / "tests/bindings/stub_library.py", compiler,
          stage.folder / "others")
