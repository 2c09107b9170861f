"""cpack makes the Debian packages of this build; what they hold and say is checked with dpkg-deb.

usage: debian_packages_test.py BUILD_FOLDER SOURCE_FOLDER WORK_FOLDER [unittest options]
The packages stay in WORK_FOLDER for clean_root_test.py."""

import gzip
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD, SOURCE, WORK = (pathlib.Path(sys.argv.pop(1)).resolve() for _ in range(3))
missing = [tool for tool in ("cpack", "dpkg-deb", "dpkg-shlibdeps", "readelf") if not shutil.which(tool)]
if missing:
    print(f"skipped: {', '.join(missing)} is not here")
    sys.exit(77)


def output(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{command}\n{done.stdout}{done.stderr}")
    return done.stdout


VERSION = re.search(r'WEIGHTKIN_VERSION "(.+)"',
                    (SOURCE / "include/weightkin/version.hpp").read_text()).group(1)
LIBRARY, DEV, TOOLS = f"libweightkin-c{VERSION.split('.')[0]}", "libweightkin-dev", "weightkin-tools"


def setUpModule():
    shutil.rmtree(WORK, ignore_errors=True)
    output("cpack", "-G", "DEB", "--config", BUILD / "CPackConfig.cmake", "-B", WORK)
    shutil.rmtree(WORK / "_CPack_Packages")


class Packages(unittest.TestCase):
    def setUp(self):
        self.files = {output("dpkg-deb", "-f", path, "Package").strip(): path
                      for path in sorted(WORK.glob("*.deb"))}

    def field(self, package, name):
        return output("dpkg-deb", "-f", self.files[package], name).strip()

    def needs(self, package):
        return {one.split(" ")[0]: one for one in self.field(package, "Depends").split(", ")}

    def unpacked(self, package):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        output("dpkg-deb", "-x", self.files[package], folder.name)
        return pathlib.Path(folder.name)

    def test_three_packages_of_this_version(self):
        self.assertEqual(set(self.files), {LIBRARY, DEV, TOOLS})
        machine = output("dpkg", "--print-architecture").strip()
        for package, path in self.files.items():
            self.assertEqual(path.name, f"{package}_{VERSION}-1_{machine}.deb")
            self.assertEqual(self.field(package, "Version"), f"{VERSION}-1")
            self.assertEqual(self.field(package, "Architecture"), machine)
            self.assertRegex(self.field(package, "Maintainer"), r"^[^<]+ <[^@ ]+@[^> ]+>$")
            synopsis = self.field(package, "Description").split("\n")[0]
            self.assertLess(len(synopsis), 80)

    def test_programs_need_what_they_load(self):
        for package in (LIBRARY, TOOLS):
            needed = set(self.needs(package))
            self.assertLessEqual({"libc6", "libstdc++6", "libhwy1", "libsnappy1v5", "libzstd1",
                                  "libblosc1", "libyaml-0-2", "zlib1g"}, needed)
            self.assertFalse([one for one in needed if one.endswith("-dev")])

    def test_development_needs_this_library_and_what_the_static_one_calls(self):
        needs = self.needs(DEV)
        self.assertEqual(needs[LIBRARY], f"{LIBRARY} (= {VERSION}-1)")
        private = re.search(r"^Requires: (.*)$", next(self.unpacked(DEV).rglob("weightkin.pc")).read_text(),
                            re.MULTILINE).group(1)
        packages = {"zlib": "zlib1g-dev", "snappy": "libsnappy-dev", "libzstd": "libzstd-dev",
                    "blosc": "libblosc-dev",
                    "libhwy": "libhwy-dev", "libcrypto": "libssl-dev", "sqlite3": "libsqlite3-dev",
                    "libpq": "libpq-dev", "yaml-0.1": "libyaml-dev"}
        self.assertEqual({packages[one] for one in private.split(", ")} | {LIBRARY}, set(needs))

    def test_the_library_is_called_after_its_soname(self):
        root = self.unpacked(LIBRARY)
        library, = (path for path in root.rglob("*.so.*") if not path.is_symlink())
        soname = re.search(r"SONAME.*\[(.*)\]", output("readelf", "-d", library)).group(1)
        name, number = re.fullmatch(r"lib(.*)\.so\.(\d+)", soname).groups()
        self.assertEqual(f"lib{name.replace('_', '-')}{number}", LIBRARY)
        self.assertTrue((library.parent / soname).is_symlink())
        self.assertNotIn(".debug_info", output("readelf", "-SW", library))
        control = tempfile.mkdtemp(dir=root)
        output("dpkg-deb", "-e", self.files[LIBRARY], control)
        self.assertEqual((pathlib.Path(control) / "shlibs").read_text().split()[:3],
                         [f"lib{name}", number, LIBRARY])

    def test_everything_lies_in_one_package_and_below_usr(self):
        seen = {}
        for package, path in self.files.items():
            for line in output("dpkg-deb", "-c", path).splitlines():
                rights, owner, _, _, _, name, *_ = line.split()
                self.assertEqual(owner, "root/root")
                self.assertTrue(name == "./" or name.startswith("./usr/"), name)
                self.assertEqual(rights, {"d": "drwxr-xr-x", "l": "lrwxrwxrwx"}.get(
                    rights[0], "-rwxr-xr-x" if "/bin/" in name else "-rw-r--r--"), name)
                if rights[0] != "d":
                    self.assertNotIn(name, seen)
                    seen[name] = package
        for end, package in (("/bin/weightkin", TOOLS), ("/man1/weightkin.1.gz", TOOLS),
                             ("/bash-completion/completions/weightkin", TOOLS),
                             ("/zsh/vendor-completions/_weightkin", TOOLS),
                             ("/fish/vendor_completions.d/weightkin.fish", TOOLS),
                             ("/include/weightkin/weightkin.hpp", DEV), ("/include/weightkin.h", DEV),
                             ("/weightkin-config.cmake", DEV), ("/pkgconfig/weightkin_c.pc", DEV),
                             ("/libweightkin.a", DEV), ("/libweightkin_c.so", DEV),
                             ("/share/weightkin/weightkin_headers.hpp", DEV)):
            found = [name for name in seen if name.endswith(end)]
            self.assertEqual([seen[name] for name in found], [package], end)
        # What is installed is packed, whatever component it was given.
        with tempfile.TemporaryDirectory() as tree:
            output("cmake", "--install", BUILD, "--prefix", f"{tree}/usr")
            for path in pathlib.Path(tree).rglob("*"):
                name = f"./{path.relative_to(tree)}".replace("zsh/site-functions", "zsh/vendor-completions")
                if path.is_symlink() or path.is_file():
                    self.assertIn(name + (".gz" if "/man1/" in name else ""), seen)
        headers = len(list((SOURCE / "include").rglob("*.hpp"))) + len(
            list((SOURCE / "capi/include").rglob("*.h")))
        self.assertEqual(len([name for name in seen if "/usr/include/" in name]), headers)

    def test_every_package_has_its_documents(self):
        for package in self.files:
            doc = self.unpacked(package) / "usr/share/doc" / package
            self.assertIn("Apache", (doc / "copyright").read_text())
            self.assertIn(VERSION, gzip.decompress((doc / "changelog.gz").read_bytes()).decode())
            debian = gzip.decompress((doc / "changelog.Debian.gz").read_bytes()).decode()
            self.assertTrue(debian.startswith(f"weightkin ({VERSION}-1) "))

    def test_nothing_names_the_build(self):
        for package in self.files:
            for path in self.unpacked(package).rglob("*"):
                if path.is_file() and path.suffix in (".cmake", ".pc", ".hpp", ".h", ".fish", ""):
                    for folder in (BUILD, SOURCE, WORK):
                        self.assertNotIn(str(folder).encode(), path.read_bytes(), path)


if __name__ == "__main__":
    unittest.main()
