#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "measured_pair.hpp"

/// The sections of docs/evaluation.md, made from what was measured.
namespace weightkin::evaluation {

using pair_span = std::span<const measured_pair>;

/// Pairs of one set ("" for all) and one backbone ("" for all).
[[nodiscard]] std::vector<const measured_pair*> pairs_of(pair_span pairs, const std::string& set,
                                                         const std::string& backbone = "");
/// A recipe with its strength, where bits matter and groups do not.
[[nodiscard]] std::string short_strength(const measured_pair& pair);
/// What kind of thing was done, for tables that are not to be long.
[[nodiscard]] std::string family_of(const std::string& recipe);

// Each returns Markdown.
[[nodiscard]] std::string scope_section(pair_span pairs);
[[nodiscard]] std::string bars_section(pair_span pairs);
[[nodiscard]] std::string strangers_section(pair_span pairs);
[[nodiscard]] std::string uniformity_section(pair_span pairs);
[[nodiscard]] std::string scores_section(pair_span pairs);
[[nodiscard]] std::string scores_by_family_section(pair_span pairs);
[[nodiscard]] std::string other_backbones_section(pair_span pairs);
[[nodiscard]] std::string verdicts_section(pair_span pairs);
[[nodiscard]] std::string components_section(pair_span pairs);
[[nodiscard]] std::string attacks_section(pair_span pairs);
[[nodiscard]] std::string combined_section(pair_span pairs);
[[nodiscard]] std::string operations_section(pair_span pairs);
[[nodiscard]] std::string confusion_section(pair_span pairs);
[[nodiscard]] std::string direction_section(pair_span pairs);
[[nodiscard]] std::string maps_section(pair_span pairs);
[[nodiscard]] std::string merges_section(pair_span pairs);

/// All of them, by the names of their markers.
[[nodiscard]] std::map<std::string, std::string> all_sections(pair_span pairs);

/// A promise, and whether it is kept.
struct bar {
  std::string promise;
  std::string measured;
  bool kept = false;
  bool required = false; ///< a test fails when it is not kept
};
[[nodiscard]] std::vector<bar> bars_of(pair_span pairs);

} // namespace weightkin::evaluation
