#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "lineage/paired_tensors.hpp"

namespace weightkin {

/// The pooled evidence of one permutation group of one component.
struct group_evidence {
  std::size_t component = 0;
  std::string group;
  permutation_evidence pooled;
  std::vector<std::size_t> pairs; ///< indices into the pairs tested
  bool searched = false;          ///< the order of the units was searched: no exact null holds
};

/// Tests every pair that may carry a verdict, pooled by permutation group; fills each pair's own
/// evidence. Also tests, for information only, descriptive vectors that have an exchangeable axis.
/// The answer does not depend on `threads`. Advances `meter` by `test_work` for each pair tested
/// and answers `cancelled` when it asks to stop.
[[nodiscard]] result<std::vector<group_evidence>>
test_groups(const paired_models& models, const pair_measurements& measured,
            std::span<tensor_evidence> pairs, const ruling_options& options, unsigned threads,
            progress_meter& meter);

/// What testing one pair costs, in bytes streamed instead.
inline constexpr std::uint64_t test_work = 8'000'000;

/// The pairs `test_groups` will test.
[[nodiscard]] std::uint64_t count_tests(const paired_models& models,
                                        const pair_measurements& measured,
                                        std::span<const tensor_evidence> pairs);

} // namespace weightkin
