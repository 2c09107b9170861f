#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <weightkin/core/tensor_view.hpp>

namespace weightkin {

/// The elements [first, first + count) of `view` in C order, packed, in the view's dtype and host
/// byte order, wherever they are stored: in place when contiguous, otherwise gathered into
/// `scratch`. \pre first + count <= element_count(view); `scratch` holds the bytes of `count`
/// elements; for 4- and
///      6-bit types both ends fall on whole bytes.
/// \returns a span of exactly those bytes, valid until `scratch` or the view's storage goes away;
/// `io`
///          when the medium failed, `unsupported` for strided sub-byte elements.
/// Cost: O(1) in place, otherwise one copy.
[[nodiscard]] result<std::span<const std::byte>> read_elements(const tensor_view& view,
                                                               std::uint64_t first,
                                                               std::size_t count,
                                                               std::span<std::byte> scratch);

/// Elements [first, first + count) of a real or integer tensor as f64 (exact, except 64-bit
/// integers beyond 2^53); the real part of complex ones. For small tensors and samples; not the
/// streaming path.
[[nodiscard]] result<std::vector<double>> read_as_f64(const tensor_view& view, std::uint64_t first,
                                                      std::size_t count);

/// Converts `count` packed elements of `type` to f64; same promise as `read_as_f64`.
void widen_to_f64(dtype type, std::span<const std::byte> packed, std::size_t count,
                  double* out) noexcept;

/// Converts `count` packed elements of `type` to f32: exact for reals up to f32 and integers up to
/// 24 bits; f64 and wider integers round to nearest. The real part of complex ones.
void widen_to_f32(dtype type, std::span<const std::byte> packed, std::size_t count,
                  float* out) noexcept;

} // namespace weightkin
