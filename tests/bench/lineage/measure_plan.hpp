#pragma once

#include <functional>
#include <vector>

#include "evaluation_plan.hpp"

namespace weightkin::evaluation {

struct measure_options {
  unsigned threads = 0;
  bool baselines = true;
  std::function<void(std::size_t done, std::size_t total)> on_progress; ///< one call at a time
};

/// Compares every planned pair. The answers (not the seconds) are the same for any number of
/// threads.
[[nodiscard]] std::vector<measured_pair> measure_plan(const std::vector<planned_pair>& plan,
                                                      const measure_options& options);

} // namespace weightkin::evaluation
