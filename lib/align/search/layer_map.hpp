#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weightkin::detail {

/// How much layer i of the subject (rows) resembles layer j of the reference (columns), row-major;
/// 0 expected of strangers, 1 of copies.
struct layer_affinity {
  std::size_t subject_layers = 0;
  std::size_t reference_layers = 0;
  std::vector<double> values;
};

/// The map of the subject's layers with the largest total affinity above `floor`: runs in ascending
/// order, with layers skipped, repeated (as up-scaling does) or left without counterpart, and jumps
/// between runs at a price. Deterministic; ties go to the diagonal. Cost: O(a * b^2).
[[nodiscard]] std::vector<std::int64_t> map_layers(const layer_affinity& table, double floor);

} // namespace weightkin::detail
