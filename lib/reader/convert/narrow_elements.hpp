#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <weightkin/core/dtype.hpp>

namespace weightkin {

/// Converts `count` packed real elements of type `from`, in host byte order, to `to` (f32, f16 or
/// bf16) in `out`: rounded once, to nearest, ties to even. A NaN stays a NaN.
/// \returns how many finite values became infinite.
[[nodiscard]] std::uint64_t narrow_elements(dtype from, std::span<const std::byte> packed,
                                            std::size_t count, dtype to, std::byte* out);

} // namespace weightkin
