"""The C ABI is the one recorded in capi/abi.

usage: check_abi.py check|refresh LIBRARY WORK_FOLDER
`check` fails on any difference, additions included; after an addition that is meant, `refresh`
writes the record anew, and its difference is reviewed like code. A break it refuses to record: that
takes another WKIN_ABI_VERSION and a record that was removed by hand."""

import pathlib
import shutil
import subprocess
import sys

import abi_record
from source_tree import ROOT, skip

action, library, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
if shutil.which("abidw") is None or shutil.which("abidiff") is None:
    skip("abigail-tools is not installed")
headers = ROOT / "capi/include"
record, constants = ROOT / "capi/abi/weightkin_c.abi", ROOT / "capi/abi/weightkin_c.constants"
folder.mkdir(parents=True, exist_ok=True)
fresh, fresh_constants = folder / record.name, folder / constants.name
abi_record.dump(library, headers, fresh)
abi_record.write_constants(headers, fresh_constants)

if record.is_file() and constants.is_file():
    problems = abi_record.breaks(record, fresh, constants, headers, folder)
    if problems:
        print("\n".join(problems))
        sys.exit("the C ABI breaks its recorded callers")
elif action == "check":
    sys.exit("no record; write it with: check_abi.py refresh")
if action == "refresh":
    shutil.copyfile(fresh, record)
    shutil.copyfile(fresh_constants, constants)
    print(f"wrote {record} and {constants.name}")
    sys.exit(0)
compared = subprocess.run(["abidiff", str(record), str(fresh)], check=False)
if compared.returncode != 0 or constants.read_text() != fresh_constants.read_text():
    sys.exit("the C ABI has additions that are not recorded; refresh_abi records them")
print("the C ABI equals its record")
