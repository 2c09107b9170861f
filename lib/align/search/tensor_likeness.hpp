#pragma once

#include <cstdint>
#include <vector>

#include <weightkin/align/alignment.hpp>
#include <weightkin/core/result.hpp>

#include "align/search/model_blocks.hpp"
#include "metric/standardise_units.hpp"

namespace weightkin::detail {

/// A sample of one tensor's units (128 units, 64 features), ready to be compared with others of its
/// shape by index.
struct likeness_sample {
  std::vector<std::uint64_t> shape;
  unit_axis axis;
  standardised_units units;

  [[nodiscard]] bool present() const noexcept { return units.sum_squares > 0; }
  /// The same units in the same arrangement.
  [[nodiscard]] bool fits(const likeness_sample& other) const;
};

/// Not present when the tensor is absent, carries no verdict or has no exchangeable axis.
/// \returns the medium's `io` error.
[[nodiscard]] result<likeness_sample> sample_likeness(const model_ref& model, tensor_index tensor);

/// The effect of the permutation test, unit i with unit i. *Exact* but for the square root.
/// \pre a.fits(b). Cost: 8192 multiplications.
[[nodiscard]] double likeness(const likeness_sample& a, const likeness_sample& b);

/// Its standard deviation over all pairings of units. \pre a.fits(b). Cost: 128 likenesses.
[[nodiscard]] double likeness_deviation(const likeness_sample& a, const likeness_sample& b);

/// Mean over the kinds that fit; NaN when none does.
[[nodiscard]] double mean_likeness(const std::vector<likeness_sample>& a,
                                   const std::vector<likeness_sample>& b);

/// Deviation of `mean_likeness` if all kinds shared their units: an upper bound. 0: nothing fits.
[[nodiscard]] double mean_likeness_deviation(const std::vector<likeness_sample>& a,
                                             const std::vector<likeness_sample>& b);

} // namespace weightkin::detail
