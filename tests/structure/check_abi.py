"""The C ABI is the one recorded in capi/abi/weightkin_c.abi.

usage: check_abi.py check|refresh LIBRARY WORK_FOLDER
`check` fails on any difference, additions included; after an addition that is meant, `refresh`
writes the record anew, and its difference is reviewed like code."""

import pathlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree

from source_tree import ROOT, skip

action, library, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
if shutil.which("abidw") is None or shutil.which("abidiff") is None:
    skip("abigail-tools is not installed")
record = ROOT / "capi/abi/weightkin_c.abi"
fresh = folder / "weightkin_c.abi"
fresh.parent.mkdir(parents=True, exist_ok=True)
subprocess.run(["abidw", "--exported-interfaces-only", "--headers-dir", str(ROOT / "capi/include"),
                "--drop-private-types", "--no-show-locs", "--no-corpus-path", "--no-comp-dir-path",
                "--type-id-style", "hash", "--out-file", str(fresh), library], check=True)
if action == "refresh":
    shutil.copyfile(fresh, record)
    print(f"wrote {record}")
    sys.exit(0)
if not record.is_file():
    sys.exit("no record; write it with: check_abi.py refresh")
# abidiff calls a record that it cannot read equal to anything.
if not list(xml.etree.ElementTree.parse(record).iter("function-decl")):
    sys.exit("the record describes no function")
compared = subprocess.run(["abidiff", str(record), str(fresh)], check=False)
if compared.returncode != 0:
    sys.exit("the C ABI differs from its record")
print("the C ABI equals its record")
