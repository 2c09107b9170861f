"""Conan 2 recipe of this source folder: conan create cmake/packaging/conan"""

import os
import re

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load, rmdir

ROOT = os.path.join("..", "..", "..")  # of the source folder, from here


class WeightkinConan(ConanFile):
    name = "weightkin"
    description = "Compares model checkpoints and rules whether weights descend from another model's"
    license = "Apache-2.0"
    topics = ("machine-learning", "model-weights", "provenance", "safetensors", "gguf")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "fPIC": [True, False], "tools": [True, False]}
    default_options = {"shared": False, "fPIC": True, "tools": False}

    def set_version(self):
        text = load(self, os.path.join(self.recipe_folder, ROOT, "include/weightkin/version.hpp"))
        self.version = re.search(r'WEIGHTKIN_VERSION "(.+)"', text).group(1)

    def export_sources(self):
        source = os.path.join(self.recipe_folder, ROOT)
        for pattern in ("CMakeLists.txt", "LICENSE", "CHANGELOG.md", "include/*", "lib/*", "capi/*",
                        "cmake/*", "examples/*"):
            copy(self, pattern, source, self.export_sources_folder)

    def config_options(self):
        if self.settings.os == "Windows":
            self.options.rm_safe("fPIC")

    def configure(self):
        if self.options.shared:
            self.options.rm_safe("fPIC")

    def validate(self):
        check_min_cppstd(self, 20)
        if self.settings.os != "Linux":
            raise ConanInvalidConfiguration("weightkin is built and tested on Linux only")

    def requirements(self):
        self.requires("zlib/[>=1.2.11 <2]")
        self.requires("snappy/[>=1.1.9 <2]")
        self.requires("zstd/[>=1.5 <1.6]")
        self.requires("c-blosc/[>=1.21 <2]")
        self.requires("highway/[>=1.0.3 <2]")
        self.requires("openssl/[>=3 <4]")
        self.requires("sqlite3/[>=3.37 <4]")
        self.requires("libyaml/[>=0.2.5 <0.3]")
        # Gone once the library is compiled.
        self.requires("nlohmann_json/[>=3.11 <4]", visible=False)
        self.requires("eigen/[>=3.4 <4]", visible=False)
        if self.options.tools:
            self.requires("cli11/[>=2.1 <3]", visible=False)

    def build_requirements(self):
        self.tool_requires("cmake/[>=3.25]")

    def layout(self):
        cmake_layout(self)
        self.folders.root = ROOT

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["WEIGHTKIN_TESTS"] = False
        toolchain.cache_variables["WEIGHTKIN_EXAMPLES"] = bool(self.options.tools)
        toolchain.cache_variables["WEIGHTKIN_INSTALL"] = True
        toolchain.cache_variables["WEIGHTKIN_POSTGRESQL"] = False
        toolchain.cache_variables["BUILD_SHARED_LIBS"] = bool(self.options.shared)
        toolchain.generate()
        dependencies = CMakeDeps(self)
        # By the names that highway's own package has.
        dependencies.set_property("highway", "cmake_file_name", "hwy")
        dependencies.set_property("highway::hwy", "cmake_target_name", "hwy::hwy")
        # By those of cmake/Findblosc.cmake and Findyaml.cmake, whose place the generated files take.
        dependencies.set_property("c-blosc", "cmake_file_name", "blosc")
        dependencies.set_property("c-blosc", "cmake_target_name", "blosc::blosc")
        dependencies.set_property("libyaml", "cmake_file_name", "yaml")
        dependencies.set_property("libyaml", "cmake_target_name", "yaml::yaml")
        dependencies.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        CMake(self).install()
        # Conan writes its own for its users.
        rmdir(self, os.path.join(self.package_folder, "lib", "cmake"))
        rmdir(self, os.path.join(self.package_folder, "lib", "pkgconfig"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "weightkin")
        headers = self.cpp_info.components["headers"]
        headers.set_property("cmake_target_name", "weightkin::headers")
        headers.system_libs = ["pthread"]
        headers.libdirs = []
        library = self.cpp_info.components["weightkin"]
        library.set_property("cmake_target_name", "weightkin::weightkin")
        library.set_property("pkg_config_name", "weightkin")
        library.libs = ["weightkin"]
        library.requires = ["headers", "zlib::zlib", "snappy::snappy", "zstd::zstd",
                            "c-blosc::c-blosc", "highway::hwy", "openssl::crypto", "sqlite3::sqlite3", "libyaml::libyaml"]
        c_library = self.cpp_info.components["c"]
        c_library.set_property("cmake_target_name", "weightkin::c")
        c_library.set_property("pkg_config_name", "weightkin_c")
        c_library.libs = ["weightkin_c"]
        c_library.requires = ["zlib::zlib", "snappy::snappy", "zstd::zstd", "c-blosc::c-blosc",
                              "highway::hwy", "openssl::crypto", "sqlite3::sqlite3", "libyaml::libyaml"]
