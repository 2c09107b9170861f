#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <weightkin/reader/byte_source.hpp>

#include "reader/wire/byte_cursor.hpp"

namespace weightkin {

/// What one program writes between the mark of a ggml file and its first tensor.
struct ggml_preamble {
  std::string_view program;
  /// Moves past it; an error when the bytes cannot be it.
  result<void> (*skip)(byte_cursor& cursor);
};

/// The programs whose files are known.
[[nodiscard]] std::span<const ggml_preamble> ggml_preambles() noexcept;

} // namespace weightkin
