#pragma once

#include <cstddef>
#include <span>

#include <weightkin/core/digest.hpp>

namespace weightkin {

/// The BLAKE3 hash (default mode, 32 bytes) of `bytes`. Exact. From the public specification.
[[nodiscard]] digest blake3(std::span<const std::byte> bytes);

} // namespace weightkin
