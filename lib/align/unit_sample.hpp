#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/inventory/inventory.hpp>
#include <weightkin/metric/permutation_test.hpp>

namespace weightkin {

/// How much of a tensor a permutation test looks at. Which units and features are taken depends on
/// their number only, never on values, so a test on the sample is as valid as one on the whole.
struct sample_limits {
  std::uint64_t units = 256;
  std::uint64_t features = 128;
};

/// `wanted` of the indices [0, total), ascending, in evenly spread runs of up to 64 neighbours.
[[nodiscard]] std::vector<std::uint64_t> spread_indices(std::uint64_t total, std::uint64_t wanted);

/// The sampled units (rows) and features (columns) of `view` along `axis`, as f32 (f64 rounds; the
/// real part of complex numbers). \returns the medium's `io` error.
[[nodiscard]] result<unit_matrix> sample_units(const tensor_view& view, const unit_axis& axis,
                                               const sample_limits& limits);

/// Up to `wanted` values of `view` in evenly spread runs of `run` neighbours, as f32.
[[nodiscard]] result<std::vector<float>> sample_values(const tensor_view& view,
                                                       std::uint64_t wanted, std::uint64_t run);

} // namespace weightkin
