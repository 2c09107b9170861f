"""The Conan recipe, run without Conan: its methods are called in Conan's order against stand-ins for
the modules it imports, which know only what Conan 2 documents. Its options go to a real cmake, which
configures the exported sources with them and warns of none that it does not use.

What this cannot show: that Conan resolves the dependencies, and that their packages fit.
usage: check_conan_recipe.py SOURCE_FOLDER WORK_FOLDER"""

import collections
import fnmatch
import importlib.util
import pathlib
import re
import shutil
import subprocess
import sys
import types

source, work = (pathlib.Path(one).resolve() for one in sys.argv[1:3])
RECIPE = source / "cmake/packaging/conan/conanfile.py"
shutil.rmtree(work, ignore_errors=True)
work.mkdir(parents=True)


class Values:
    """Options or settings: only what was declared can be asked for."""

    def __init__(self, values):
        self.__dict__.update(values)

    def rm_safe(self, name):
        self.__dict__.pop(name, None)


class Properties:
    def __init__(self):
        self.properties = {}
        self.libs, self.requires, self.system_libs, self.libdirs = [], [], [], ["lib"]

    def set_property(self, name, value):
        self.properties[name] = value


class CppInfo(Properties):
    def __init__(self):
        super().__init__()
        self.components = collections.defaultdict(Properties)


class ConanFile:
    version = None

    def __init__(self, options, settings):
        self.recipe_folder = str(RECIPE.parent)
        self.export_sources_folder = str(work / "export")
        self.package_folder = str(work / "package")
        self.options = Values({**self.default_options, **options})
        self.settings = Values(settings)
        self.folders = types.SimpleNamespace(root=None)
        self.required, self.tools, self.cpp_info = [], [], CppInfo()

    def requires(self, reference, visible=True):
        self.required.append((reference, visible))

    def tool_requires(self, reference):
        self.tools.append(reference)


class CMakeToolchain:
    last = None

    def __init__(self, conanfile):
        self.cache_variables = {}
        CMakeToolchain.last = self

    def generate(self):
        self.generated = True


class CMakeDeps:
    def __init__(self, conanfile):
        self.conanfile = conanfile

    def set_property(self, dependency, name, value):
        package = dependency.split("::")[0]
        if not any(one.startswith(f"{package}/") for one, _ in self.conanfile.required):
            sys.exit(f"a property of {package}, which is not required")

    def generate(self):
        pass


class CMake:
    calls = []

    def __init__(self, conanfile):
        self.conanfile = conanfile

    def configure(self):
        variables = CMakeToolchain.last.cache_variables
        flags = [f"-D{name}={'ON' if value is True else 'OFF' if value is False else value}"
                 for name, value in variables.items()]
        run("cmake", "-S", self.conanfile.source_folder, "-B", self.conanfile.build_folder, "-G",
            "Ninja", "-DCMAKE_BUILD_TYPE=Release", *flags)
        CMake.calls.append(("configure", variables))

    def build(self):
        CMake.calls.append(("build",))

    def install(self):
        CMake.calls.append(("install",))


class ConanInvalidConfiguration(Exception):
    pass


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0 or "Manually-specified variables were not used" in done.stderr:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def copy(conanfile, pattern, src, dst):
    copied = 0
    for path in sorted(pathlib.Path(src).rglob("*") if "/" in pattern
                       else pathlib.Path(src).glob(pattern)):
        name = path.relative_to(src).as_posix()
        if path.is_file() and fnmatch.fnmatch(name, pattern) and "__pycache__" not in path.parts:
            (pathlib.Path(dst) / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, pathlib.Path(dst) / name)
            copied += 1
    if copied == 0:
        sys.exit(f"nothing is called {pattern} in {src}")


def module(name, **content):
    made = types.ModuleType(name)
    made.__dict__.update(content)
    sys.modules[name] = made


module("conan", ConanFile=ConanFile)
module("conan.errors", ConanInvalidConfiguration=ConanInvalidConfiguration)
module("conan.tools")
module("conan.tools.build", check_min_cppstd=lambda conanfile, standard: None)
module("conan.tools.cmake", CMake=CMake, CMakeDeps=CMakeDeps, CMakeToolchain=CMakeToolchain,
       cmake_layout=lambda conanfile: None)
module("conan.tools.files", copy=copy, rmdir=lambda conanfile, path: None,
       load=lambda conanfile, path: pathlib.Path(path).read_text())

spec = importlib.util.spec_from_file_location("recipe", RECIPE)
recipe = importlib.util.module_from_spec(spec)
spec.loader.exec_module(recipe)
Recipe = recipe.WeightkinConan

linux = {"os": "Linux", "arch": "x86_64", "compiler": "gcc", "build_type": "Release"}
for options in ({}, {"shared": True, "tools": True}):
    shutil.rmtree(work, ignore_errors=True)
    one = Recipe(options, linux)
    assert set(options) <= set(Recipe.options) and set(Recipe.default_options) == set(Recipe.options)
    one.set_version()
    one.export_sources()
    one.config_options()
    one.configure()
    assert hasattr(one.options, "fPIC") != bool(options.get("shared"))
    one.requirements()
    one.build_requirements()
    one.validate()
    one.layout()
    assert (RECIPE.parent / one.folders.root).resolve() == source
    one.source_folder, one.build_folder = one.export_sources_folder, str(work / "build")
    one.generate()
    CMake.calls.clear()
    one.build()
    one.package()
    assert [call[0] for call in CMake.calls] == ["configure", "build", "install"], CMake.calls
    assert CMake.calls[0][1] == {"WEIGHTKIN_TESTS": False, "WEIGHTKIN_INSTALL": True,
                                 "WEIGHTKIN_POSTGRESQL": False,
                                 "WEIGHTKIN_EXAMPLES": "tools" in options,
                                 "BUILD_SHARED_LIBS": "shared" in options}
    assert (work / "package/licenses/LICENSE").is_file()
    one.package_info()

    # What it tells its users is what CMake exports, and what CMake looks for is required.
    targets = {part.properties["cmake_target_name"] for part in one.cpp_info.components.values()}
    assert targets == {"weightkin::headers", "weightkin::weightkin", "weightkin::c"}, targets
    packages = {reference.split("/")[0] for reference, _ in one.required}
    for part in one.cpp_info.components.values():
        for needed in part.requires:
            assert "::" not in needed or needed.split("::")[0] in packages, needed
    looked_for = re.findall(r"^\s*find_package\((\w+)", (source / "CMakeLists.txt").read_text() + "\n" +
                            (source / "examples/cli/CMakeLists.txt").read_text(), re.MULTILINE)
    called = {"ZLIB": "zlib", "Snappy": "snappy", "zstd": "zstd", "blosc": "c-blosc",
              "hwy": "highway", "OpenSSL": "openssl", "SQLite3": "sqlite3", "yaml": "libyaml",
              "nlohmann_json": "nlohmann_json", "Eigen3": "eigen", "CLI11": "cli11"}
    wanted = {called[name] for name in looked_for if name in called}
    unknown = set(looked_for) - set(called) - {"Threads", "Python3", "PostgreSQL"}
    assert not unknown, f"the recipe does not know {unknown}"
    assert packages == wanted - (set() if "tools" in options else {"cli11"}), packages ^ wanted

version = re.search(r'WEIGHTKIN_VERSION "(.+)"',
                    (source / "include/weightkin/version.hpp").read_text()).group(1)
assert one.version == version
try:
    Recipe({}, {**linux, "os": "Windows"}).validate()
    sys.exit("Windows is not refused")
except ConanInvalidConfiguration:
    pass
print(f"{Recipe.name}/{version}: recipe run against stand-ins for Conan, cmake configured twice")
