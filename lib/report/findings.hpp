#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <weightkin/lineage/comparison.hpp>

namespace weightkin::detail {

/// What a program that reads the report may act on. Identifiers never change their meaning.
struct finding {
  std::string_view id;       ///< e.g. "WKIN-IDENTICAL-AFTER-CAST"
  std::string_view severity; ///< info, low, medium or high
  std::string component;     ///< the subject's component id; empty for the whole comparison
  std::string detail;        ///< one sentence
};

/// One finding per component for its ruling, then one per oddity of the data. Order: components,
/// then tensors, as in the comparison.
[[nodiscard]] std::vector<finding> findings_of(const comparison& ruling);

/// The rule by which the overall verdict follows from the components', in one sentence.
[[nodiscard]] std::string rule_of(const comparison& ruling);

} // namespace weightkin::detail
