"""Runs a command where there is no network: in a network namespace of its own, whose only interface
is a loopback that is down. Skipped, aloud, where namespaces are not permitted.

usage: offline_run.py COMMAND ARGUMENT..."""

import shutil
import subprocess
import sys

# An address for documentation: nobody has it, and without a network the kernel says so at once.
CONTROL = """
import socket, sys
try:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("192.0.2.1", 9))
except OSError:
    sys.exit(0)
sys.exit("a way out was found")
"""


def skip(why):
    print(f"not run without a network: {why}")
    sys.exit(77)


def main():
    if shutil.which("unshare") is None:
        skip("unshare is not installed")
    for how in (["unshare", "-n"], ["unshare", "-rn"]):
        if subprocess.run([*how, "true"], check=False, capture_output=True).returncode == 0:
            break
    else:
        skip("network namespaces are not permitted here")
    control = subprocess.run([*how, sys.executable, "-c", CONTROL], check=False)
    if control.returncode != 0:
        sys.exit("the namespace has a network: nothing would be shown")
    print("without a network:", " ".join(sys.argv[1:]), flush=True)
    sys.exit(subprocess.run([*how, *sys.argv[1:]], check=False).returncode)


main()
