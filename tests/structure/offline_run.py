"""Runs a command where there is no network: in a network namespace of its own, whose only interface
is the loopback. Skipped, aloud, where namespaces are not permitted.

usage: offline_run.py COMMAND ARGUMENT..."""

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys

GET_FLAGS, SET_FLAGS, UP = 0x8913, 0x8914, 1
# An address for documentation: nobody has it, and without a network the kernel says so at once.
NOBODY = ("192.0.2.1", 9)


def skip(why):
    print(f"not run without a network: {why}")
    sys.exit(77)


def raise_loopback():
    """Some tests talk to stand-ins on this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        found = fcntl.ioctl(handle, GET_FLAGS, struct.pack("16sh22x", b"lo", 0))
        flags = struct.unpack("16sh22x", found)[1] | UP
        fcntl.ioctl(handle, SET_FLAGS, struct.pack("16sh22x", b"lo", flags))


def inside(command):
    raise_loopback()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        reached = handle.connect_ex(NOBODY) == 0
    if reached:
        sys.exit("the namespace has a network: nothing would be shown")
    print("without a network:", " ".join(command), flush=True)
    os.execvp(command[0], command)


def main():
    if sys.argv[1] == "--inside":
        inside(sys.argv[2:])
    if shutil.which("unshare") is None:
        skip("unshare is not installed")
    for how in (["unshare", "-n"], ["unshare", "-rn"]):
        if subprocess.run([*how, "true"], check=False, capture_output=True).returncode == 0:
            break
    else:
        skip("network namespaces are not permitted here")
    os.execvp(how[0], [*how, sys.executable, "-B", os.path.abspath(__file__), "--inside",
                       *sys.argv[1:]])


main()
