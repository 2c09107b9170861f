#pragma once

#include <chrono>
#include <optional>
#include <span>

#include <weightkin/core/result.hpp>
#include <weightkin/lineage/compare.hpp>

#include "align/search/find_rearrangement.hpp"
#include "lineage/paired_tensors.hpp"

namespace weightkin {

/// How deep to search, and until when: one limit for all searches of a comparison.
struct search_bounds {
  search_depth depth = search_depth::direct;
  std::optional<std::chrono::steady_clock::time_point> deadline;
};

/// `options.depth` with `automatic` resolved by what a full search would cost, computed from shapes
/// alone.
[[nodiscard]] search_depth resolved_depth(const paired_models& models,
                                          const compare_options& options);

/// `options.search_seconds` from now; nothing where there is no limit.
[[nodiscard]] std::optional<std::chrono::steady_clock::time_point>
deadline_of(const compare_options& options);

/// `find_rearrangement` with the caller's options, reporting progress as the stage "search".
[[nodiscard]] result<detail::rearrangement>
search_within(const search_bounds& bounds, const paired_models& models,
              std::span<const detail::component_pair> pairs, const compare_options& options);

} // namespace weightkin
