#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <weightkin/core/progress.hpp>
#include <weightkin/fingerprint/affinity.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>

namespace weightkin {

/// References by how near they look to one component of the subject.
struct candidate_rank {
  std::vector<affinity> similar;  ///< per reference; tensors that say nothing are left out
  std::vector<std::size_t> order; ///< references, nearest first
};

/// Those that share most values exactly come first, then those with the nearest sketches, then
/// those that stand out in any channel. Empty when `meter` was cancelled.
[[nodiscard]] candidate_rank rank_candidates(const fingerprint& subject, std::size_t component,
                                             std::span<const fingerprint> references,
                                             unsigned threads, progress_meter& meter);

} // namespace weightkin
