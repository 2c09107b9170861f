#pragma once

#include <cstddef>
#include <span>

namespace weightkin {

/// Decompresses LZF data into exactly `out`; false when it does not fit.
[[nodiscard]] bool lzf_decompress(std::span<const std::byte> in, std::span<std::byte> out) noexcept;

} // namespace weightkin
