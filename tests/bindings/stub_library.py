"""Makes libraries that can do nothing but tell a version, which the bindings must refuse.

  stub_library.py CC FOLDER    FOLDER/later, /older, /interface, /lacking with libweightkin_c.so"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "capi/generate"))
import c_headers  # noqa: E402

# What each says: version, version of the interface, whether all functions are there.
STUBS = {"later": ("9.0.0", 0, True), "older": ("0.0.9", 0, True), "interface": ("0.1.0", 9, True),
         "lacking": ("0.0.1", 0, False)}


def source(interface, version, abi, complete):
    lines = ["#include <stdlib.h>", f'const char* wkin_version(void) {{ return "{version}"; }}',
             f"unsigned wkin_abi_version(void) {{ return {abi}; }}"]
    for function in interface.functions if complete else []:
        if function.name in ("wkin_version", "wkin_abi_version"):
            continue
        # A name may be asked for a message; all else must not be called.
        body = 'return (long)"unknown";' if re.search("_name$", function.name) else "abort();"
        lines.append(f"long {function.name}(void) {{ {body} }}")
    return "\n".join(lines) + "\n"


def main():
    compiler, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    interface = c_headers.read(ROOT / "capi/include")
    soname = f"libweightkin_c.so.{c_headers.version(ROOT)[0]}"
    for name, stub in STUBS.items():
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        text = source(interface, *stub)
        (place / "stub.c").write_text(text)
        subprocess.run([compiler, "-shared", "-fPIC", f"-Wl,-soname,{soname}",
                        f"-Wl,--version-script={ROOT / 'capi/weightkin.map'}", "-o",
                        str(place / soname), str(place / "stub.c")], check=True)
        link = place / "libweightkin_c.so"
        link.unlink(missing_ok=True)
        link.symlink_to(soname)


main()
