#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/reader/limits.hpp>

namespace weightkin {

/// The first line of a .param text.
inline constexpr std::string_view ncnn_magic = "7767517";

/// One layer of a graph: its kind, name, and the numbered parameters that are whole numbers.
struct ncnn_layer {
  std::string type;
  std::string name;
  /// Nothing for a parameter that is a fraction, list or text.
  std::vector<std::pair<std::int64_t, std::optional<std::int64_t>>> parameters;
};

/// Parses a .param text: the magic number, the counts of layers and blobs, and a line per layer.
/// \returns `bad_format`: `magic`, `header`, `limit`.
[[nodiscard]] result<std::vector<ncnn_layer>>
parse_ncnn_graph(std::string_view text, std::string_view label, const reader_limits& limits);

} // namespace weightkin
