"""Writes the declarations of the bindings from the C headers. With --check, writes nothing and
fails when what is there differs from what would be written.

  generate_bindings.py [--check]"""

import pathlib
import subprocess
import sys

import c_headers
import go_output
import java_output
import node_output
import rust_output

CAPI = pathlib.Path(__file__).resolve().parents[1]


def main():
    interface = c_headers.read(CAPI / "include")
    version = c_headers.version(CAPI.parent)
    files = {}
    for output in (rust_output, go_output, java_output, node_output):
        files |= output.outputs(interface, version)
    stale = []
    for name, text in files.items():
        path = CAPI / name
        # gofmt aligns fields and comments.
        if path.exists() and path.read_text().split() == text.split():
            continue
        stale.append(name)
        if "--check" not in sys.argv[1:]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            if path.suffix == ".go":
                subprocess.run(["gofmt", "-w", str(path)], check=True)
    print(f"{len(files)} files, {len(stale)} {'stale' if '--check' in sys.argv else 'written'}")
    if stale and "--check" in sys.argv:
        sys.exit("stale, run capi/generate/generate_bindings.py: " + ", ".join(stale))


if __name__ == "__main__":
    main()
