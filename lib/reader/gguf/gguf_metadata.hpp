#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <weightkin/reader/limits.hpp>

#include "reader/gguf/gguf_cursor.hpp"

namespace weightkin {

/// A part's place among the files of a model that was split; each is absent unless the file says
/// it.
struct gguf_split {
  std::optional<std::int64_t> number;  ///< counted from 0
  std::optional<std::int64_t> count;   ///< of files
  std::optional<std::int64_t> tensors; ///< in all files
};

/// The key/value pairs of one file: what decides how the rest is read, and the rest as text.
struct gguf_metadata {
  std::uint64_t alignment = 32;
  gguf_split split;
  /// Numbers, booleans, short arrays of them ("[1,2,3]") and short strings; vocabularies and other
  /// long values are walked over, not kept.
  std::vector<std::pair<std::string, std::string>> pairs;
  std::vector<std::string> warnings;
};

/// Reads `count` pairs.
/// \returns `bad_format`: `truncated`, `limit`, `header` (unknown type, empty key, a known key of a
///          wrong type), `encoding` (a key that is no text), `duplicate`, `alignment`;
///          `unsupported` for arrays nested too deeply.
[[nodiscard]] result<gguf_metadata> read_gguf_metadata(gguf_cursor& cursor, std::uint64_t count,
                                                       const reader_limits& limits);

} // namespace weightkin
