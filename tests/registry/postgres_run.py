"""Runs PROGRAM against a PostgreSQL server of its own: postgres_run.py PROGRAM [ARGUMENT...]

The server is Debian's, lives in a temporary folder, listens on a socket there and nowhere else, and is
gone afterwards. PROGRAM finds its address in WEIGHTKIN_TEST_POSTGRES. Without a server to start, exit
77 with the reason."""

import glob
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77


def skip(reason):
    print(f"postgres_run.py: SKIPPED, nothing was tested: {reason}", flush=True)
    sys.exit(SKIPPED)


def tools():
    """The folder with initdb and pg_ctl, newest first; the server refuses to run as root."""
    for folder in sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True):
        if os.access(os.path.join(folder, "initdb"), os.X_OK):
            return pathlib.Path(folder)
    found = shutil.which("initdb")
    if found is None:
        skip("no initdb here; ./setup installs the package postgresql")
    return pathlib.Path(found).parent


def as_server_user():
    """What to put before a command so that it does not run as root, and who it then is."""
    if os.geteuid() != 0:
        return [], None
    if shutil.which("setpriv") is None:
        skip("running as root without setpriv to step down")
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"], user
    skip("running as root, and there is no user postgres or nobody")
    return [], None


def main():
    binaries, (prefix, user) = tools(), as_server_user()
    # A socket's path may be 107 bytes long: the folder's name is short.
    with tempfile.TemporaryDirectory(prefix="wkpg") as folder:
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        data = os.path.join(folder, "d")
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": folder}

        def server(tool, *arguments):
            log = os.path.join(folder, "log")
            done = subprocess.run([*prefix, str(binaries / tool), *arguments], env=environment,
                                  cwd=folder, check=False, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if done.returncode != 0:
                more = pathlib.Path(log).read_text() if os.path.exists(log) else ""
                sys.exit(f"postgres_run.py: {tool} failed:\n{done.stdout}{more}")

        server("initdb", "-D", data, "-U", "weightkin", "--auth=trust", "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c shared_buffers=64MB -c fsync=off"
        # pg_ctl's child keeps the pipe open unless it has a log of its own.
        server("pg_ctl", "-D", data, "-w", "-l", os.path.join(folder, "log"), "-o", options, "start")
        try:
            address = f"postgresql:///postgres?host={folder}&user=weightkin"
            done = subprocess.run(sys.argv[1:], check=False,
                                  env={**os.environ, "WEIGHTKIN_TEST_POSTGRES": address})
        finally:
            server("pg_ctl", "-D", data, "-m", "immediate", "stop")
    sys.exit(done.returncode)


main()
