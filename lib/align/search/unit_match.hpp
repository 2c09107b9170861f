#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <weightkin/metric/permutation_test.hpp>

namespace weightkin::detail {

/// Which unit of `b` each unit of `a` resembles most, one to one.
struct unit_match {
  std::vector<std::int64_t> of;   ///< per unit of a: unit of b, or no_counterpart
  std::vector<std::int8_t> sign;  ///< +1, or -1 where a unit is its counterpart's negative
  std::vector<double> similarity; ///< cosine of the matched units after centring; NaN if none
  double mutual_share = 0;        ///< share of a's usable units whose best match is mutual
};

/// Matches rows of two matrices with the same features by cosine after centring and scaling
/// columns: mutual best first, in rounds while many are left, then the cheapest assignment of the
/// rest (Jonker-Volgenant); up to 384 are assigned at once. The smaller side is matched completely;
/// rows that are zero or not finite match nothing. *Exact*; threads do not matter. Cost: about 1.5
/// units_a * units_b * features, and at most 1024^3. Memory: copies of both, 64 * units_b doubles a
/// thread.
[[nodiscard]] unit_match match_units(const unit_matrix& a, const unit_matrix& b,
                                     unsigned threads = 1);

/// The same where a row may also be the negative of its counterpart: dimensions of a residual
/// stream. Similarities are those of the magnitudes, hence not negative; signs say the rest.
[[nodiscard]] unit_match match_dimensions(const unit_matrix& a, const unit_matrix& b,
                                          unsigned threads = 1);

/// Matches by a table of similarities, as `match_dimensions` does by cosines (`signed_too`: by
/// magnitude). \param similarity row-major, rows x columns, finite.
[[nodiscard]] unit_match match_by_table(std::span<const float> similarity, std::size_t rows,
                                        std::size_t columns, bool signed_too);

/// For the given units of `a`, the unit of `b` each resembles most; no_counterpart for rows that
/// are zero or not finite. Not one to one. \param signed_too as in `match_dimensions`. *Exact*.
/// Cost: asked * units_b * features.
[[nodiscard]] std::vector<std::int64_t> nearest_units(const unit_matrix& a, const unit_matrix& b,
                                                      std::span<const std::size_t> asked,
                                                      bool signed_too, unsigned threads = 1);

} // namespace weightkin::detail
