#pragma once

#include <cstdint>
#include <cstdlib>

namespace weightkin::test {

/// In the slow form of a test (`weightkin_slow_form`), which CTest runs with WEIGHTKIN_THOROUGH
/// set.
inline bool is_thorough() noexcept { return std::getenv("WEIGHTKIN_THOROUGH") != nullptr; }

/// How often something drawn at random is tried: `few` times by default, `many` in the slow form.
inline std::uint64_t runs(std::uint64_t few, std::uint64_t many) noexcept {
  return is_thorough() ? many : few;
}

} // namespace weightkin::test
