#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <weightkin/metric/permutation_test.hpp>

namespace weightkin::detail {

/// Which unit of `b` each unit of `a` resembles most, one to one.
struct unit_match {
  std::vector<std::int64_t> of;   ///< per unit of a: unit of b, or no_counterpart
  std::vector<double> similarity; ///< cosine of the matched units after centring; NaN if none
  double mutual_share = 0;        ///< share of a's units whose best match is mutual
};

/// Matches rows of two matrices with the same features by cosine after centring columns: mutual
/// best first, then the cheapest assignment of the rest (Jonker-Volgenant). The smaller side is
/// matched completely. \param signed_too rows may also match their negative (`sign` in the answer
/// of `match_dimensions`). Deterministic. Cost: units_a * units_b * features, then O(rest^3).
[[nodiscard]] unit_match match_units(const unit_matrix& a, const unit_matrix& b);

} // namespace weightkin::detail
