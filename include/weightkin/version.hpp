#pragma once

/// The one place the version is written; CMake, pkg-config, the C API and the reports all read it
/// from here.
#define WEIGHTKIN_VERSION_MAJOR 0
#define WEIGHTKIN_VERSION_MINOR 1
#define WEIGHTKIN_VERSION_PATCH 0
#define WEIGHTKIN_VERSION "0.1.0"
