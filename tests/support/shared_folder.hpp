#pragma once

#include <cstdlib>
#include <filesystem>

namespace weightkin::test {

/// The folder of test data by others: the environment variable WEIGHTKIN_SHARED, or `../shared`
/// beside the source tree. It may be absent: tests say so and pass over it.
inline std::filesystem::path shared_folder() {
  if (const char* named = std::getenv("WEIGHTKIN_SHARED"); named != nullptr && *named != '\0')
    return named;
  const char* source = std::getenv("WEIGHTKIN_SOURCE");
  return std::filesystem::path(source != nullptr ? source : ".") / ".." / "shared";
}

} // namespace weightkin::test
