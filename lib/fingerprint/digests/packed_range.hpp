#pragma once

#include <cstddef>
#include <cstdint>

#include <weightkin/core/dtype.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>

// Ranges of packed elements, as they are added to digests and sums.
namespace weightkin::detail {

/// \pre the product fits.
[[nodiscard]] std::uint64_t declared_elements(const tensor_declaration& tensor) noexcept;

/// Bytes of `count` packed elements, a last one that is only partly used included.
[[nodiscard]] std::uint64_t packed_bytes(dtype type, std::uint64_t count) noexcept;

/// What complex elements consist of; any other type itself.
[[nodiscard]] dtype real_type(dtype type) noexcept;

/// True when element `index` of `elements` begins at a whole byte; their end counts as whole.
[[nodiscard]] constexpr bool at_whole_byte(dtype type, std::uint64_t index,
                                           std::uint64_t elements) noexcept {
  return index == elements || index % 8 * bits_of(type) % 8 == 0;
}

/// `bad_argument` unless elements [first, first + count) are in a tensor of `elements` elements,
/// begin and end at whole bytes, and are packed in `bytes` bytes.
[[nodiscard]] result<void> check_range(dtype type, std::uint64_t elements, std::uint64_t first,
                                       std::uint64_t count, std::size_t bytes);

} // namespace weightkin::detail
