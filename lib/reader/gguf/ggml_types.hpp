#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <weightkin/core/dtype.hpp>

#include "reader/gguf/block_decoders.hpp"

namespace weightkin {

/// One type of tensor elements in GGUF, in one constant row.
struct ggml_type {
  std::uint32_t code;
  std::string_view name;      ///< lower case: "q4_k", "f16"
  std::uint64_t block_values; ///< that are stored together; 1 for plain types
  std::uint64_t block_bytes;
  std::uint64_t run_values;  ///< neighbouring values that share a scale
  block_decoder decode;      ///< null for plain types
  std::optional<dtype> type; ///< of plain types
  /// Where a block's half-precision numbers lie, which big-endian files swap. Nothing when nobody
  /// writes big-endian files of this type, so that what they would look like is not known.
  std::optional<std::span<const std::uint8_t>> halves;
};

/// The row of a type code; null when the code is unknown or was removed from the format.
[[nodiscard]] const ggml_type* ggml_type_of(std::uint32_t code) noexcept;

/// True for codes that once meant a type and were withdrawn.
[[nodiscard]] bool is_removed_ggml_type(std::uint32_t code) noexcept;

/// Every type that can be read.
[[nodiscard]] std::span<const ggml_type> all_ggml_types() noexcept;

} // namespace weightkin
