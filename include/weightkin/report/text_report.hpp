#pragma once

#include <string>

#include <weightkin/lineage/comparison.hpp>

namespace weightkin {

/// How reports for people are written.
struct text_options {
  bool colour = false;     ///< ANSI colours
  bool tensors = false;    ///< also one line per tensor
  bool blocks = false;     ///< bars of Unicode blocks instead of ASCII
  std::size_t width = 110; ///< columns that sentences are wrapped to
};

/// The comparison for people: the component table first, every statistic beside the value unrelated
/// models would show, then what was excluded and why, then limits.
[[nodiscard]] std::string to_text(const comparison& ruling, const text_options& options = {});

} // namespace weightkin
