#pragma once

#include <optional>
#include <string>

#include <weightkin/core/tensor_view.hpp>
#include <weightkin/inventory/inventory.hpp>
#include <weightkin/kernel/pair_stats.hpp>

namespace weightkin {

/// Two tensors of one component of which element i of one is element i of the other. Either may
/// have been rearranged by an `element_source`; grids of blocks are only seen on a side that was
/// not, so it is better to rearrange the reference.
struct aligned_pair {
  tensor_view subject;
  tensor_view reference;
  std::string name; ///< the subject's
  tensor_role role = tensor_role::unknown;
  int layer = -1;
  evidence_use use = evidence_use::convicting;
  std::uint64_t parameters = 0;
  /// Of exactly these views, where somebody has already measured them; else they are measured here.
  std::optional<pair_stats> stats;
};

} // namespace weightkin
