"""The packages in a clean Debian 12: a root made by debootstrap, the packages installed by its apt,
the command run on the demonstration's checkpoints, a C program compiled with pkg-config and a C++ one
with find_package, then everything removed again.

Needs root and a Debian mirror: the first that this machine's own apt uses. Works in a mount namespace
of its own, so that nothing of the host's is mounted, written or left behind but WORK_FOLDER.
usage: clean_root_test.py PACKAGES_FOLDER MAKE_STORY SOURCE_FOLDER WORK_FOLDER"""

import os
import pathlib
import shutil
import subprocess
import sys
import time

if os.environ.get("WEIGHTKIN_CLEAN_ROOT") != "inside":
    unable = [tool for tool in ("debootstrap", "unshare", "chroot", "apt-get") if not shutil.which(tool)]
    if unable or os.geteuid() != 0:
        print(f"skipped: {', '.join(unable) + ' is not here' if unable else 'only root can make a root'}")
        sys.exit(77)
    namespace = ["unshare", "--mount", "--pid", "--fork", "--propagation", "private"]
    if subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode != 0:
        print("skipped: no mount namespaces here")
        sys.exit(77)
    os.execvpe("unshare", [*namespace, sys.executable, "-B", *sys.argv],
               {**os.environ, "WEIGHTKIN_CLEAN_ROOT": "inside"})

packages, make_story, source, work = (pathlib.Path(one).resolve() for one in sys.argv[1:5])
root = work / "root"
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8",
               "DEBIAN_FRONTEND": "noninteractive"}
started = time.monotonic()


def say(text):
    print(f"{time.monotonic() - started:6.1f} s  {text}", flush=True)


def run(*command, answers=(0,), **more):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL, **more)
    if done.returncode not in answers:
        sys.exit(f"{' '.join(map(str, command))}: {done.returncode}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done.stdout


def inside(*command, answers=(0,)):
    return run("chroot", root, *command, answers=answers, env=ENVIRONMENT)


def expect(condition, what):
    if not condition:
        sys.exit(f"not so: {what}")


def mirrors():
    wanted = "$(CODENAME) $(REPO_URI)"
    lines = run("apt-get", "indextargets", "--format", wanted, "Created-By: Packages").splitlines()
    return dict(reversed([line.split(" ", 1) for line in lines]))


shutil.rmtree(work, ignore_errors=True)
work.mkdir(parents=True)
mirror = mirrors().get("bookworm")
expect(mirror is not None, "apt has a source of Debian 12")
run("debootstrap", "--variant=minbase", "bookworm", root, mirror)
run("mount", "-t", "proc", "proc", root / "proc")
say(f"a clean root: {len(inside('dpkg-query', '-f', '${Package} ', '-W').split())} packages")

(root / "packages").mkdir()
for path in packages.glob("*.deb"):
    shutil.copy(path, root / "packages")
names = {path.name.split("_")[0]: f"/packages/{path.name}" for path in (root / "packages").iterdir()}
apt = ("apt-get", "install", "--yes", "--quiet", "--no-install-recommends")

# The command alone, with nothing but what it says it needs.
before = set(inside("dpkg-query", "-f", "${Package} ", "-W").split())
inside(*apt, names["weightkin-tools"])
brought = set(inside("dpkg-query", "-f", "${Package} ", "-W").split()) - before
expect(not any(one.endswith("-dev") for one in brought), "the command needs no development files")
say(f"weightkin-tools brought {', '.join(sorted(brought))}")
version = inside("weightkin", "--version").strip()
run(make_story, root / "story")
answer = inside("weightkin", "compare", "/story/suspect.safetensors", "/story/donor.safetensors")
for line in ("= derived (fine_tuned)", "= identical_after_cast", "= no_shared_initialisation_found"):
    expect(line in answer, f"compare says {line}")
inside("weightkin", "compare", "/story/suspect.safetensors", "/story/donor.safetensors", "--fail-on",
       "derived", answers=(1,))
say(f"{version}: compare rules on the demonstration as everywhere")

# The libraries: C with pkg-config, C++ with find_package.
inside(*apt, *names.values(), "gcc", "g++", "cmake", "make", "pkg-config")
consumer = root / "consumer"
consumer.mkdir()
for name in ("verdict_in_c.c", "verdict_in_memory.cpp", "headers_alone.cpp"):
    shutil.copy(source / "tests/consumer" / name, consumer)
shutil.copytree(source / "tests/consumer/find_package", consumer / "find_package")
say("libraries and compilers installed")
inside("sh", "-c", "cc /consumer/verdict_in_c.c -o /consumer/in_c $(pkg-config --cflags --libs weightkin_c)")
expect("identical" in inside("/consumer/in_c"), "the C program rules")
inside("cmake", "-S", "/consumer/find_package", "-B", "/consumer/build", "-DCMAKE_BUILD_TYPE=Release")
inside("cmake", "--build", "/consumer/build")
expect("identical" in inside("/consumer/build/consumer"), "the C++ program rules")
inside("sh", "-c", "c++ -std=c++20 /consumer/verdict_in_memory.cpp -o /consumer/in_cpp $(pkg-config --cflags --libs weightkin)")
expect("identical" in inside("/consumer/in_cpp"), "the C++ program rules with pkg-config")
say("C with pkg-config, C++ with find_package and with pkg-config: compiled and run")

expect(inside("dpkg", "--verify", *names) == "", "dpkg finds every file as packed")
inside("apt-get", "remove", "--purge", "--yes", "--quiet", *names)
left = [path for path in (root / "usr").rglob("*weightkin*")]
expect(not left, f"nothing is left behind: {left}")
say("removed, nothing left behind")
run("umount", root / "proc")
shutil.rmtree(work)
