"""Neither the library nor the command talks to a network or starts a program that could: they
import nothing that does, except what libpq offers to those who name a server.

usage: check_network.py NM FILE..."""

import re
import subprocess
import sys

from source_tree import report

nm, *programs = sys.argv[1:]
TALKS = re.compile(
    r"^(socket|socketpair|connect|bind|listen|accept4?|send|sendto|sendmsg|sendmmsg|recv|recvfrom|"
    r"recvmsg|recvmmsg|getaddrinfo|gethostby\w+|getnameinfo|__?res_\w+|res_\w+|curl_\w+|SSL_\w+|"
    r"BIO_\w+|OCSP_\w+|ldap_\w+)$")
STARTS = re.compile(r"^(system|popen|fork|vfork|clone|execl\w*|execv\w*|fexecve|posix_spawnp?)$")


def imports(program):
    listing = subprocess.run([nm, "-D", "--undefined-only", program], capture_output=True,
                             text=True, check=True).stdout
    return {re.sub(r"@.*", "", line.split()[-1]) for line in listing.splitlines()}


problems = []
for program in programs:
    found = imports(program)
    if not found:
        problems.append(f"{program}: imports nothing at all, so this says nothing")
    problems += [f"{program}: imports {name}" for name in sorted(found)
                 if TALKS.match(name) or STARTS.match(name)]

# That the check can fail at all: libpq and its like do talk.
linked = subprocess.run(["ldd", programs[-1]], capture_output=True, text=True, check=True).stdout
libraries = re.findall(r"=> (\S+)", linked)
talking = [library for library in libraries if any(map(TALKS.match, imports(library)))]
server = any("libpq" in library for library in libraries)
if server and not any("libpq" in library for library in talking):
    problems.append("libpq seems to talk to nobody: the list of names is wrong")
report(problems, f"{len(programs)} programs")
