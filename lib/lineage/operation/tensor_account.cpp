#include "lineage/operation/tensor_account.hpp"

#include <algorithm>
#include <cmath>

namespace weightkin {
namespace {

constexpr double most_account_floors = 9.0; ///< three times the size that rounding has
constexpr double least_agreement = 0.98; ///< of a removed direction with what was written along it

/// No dependence, though one like its neighbours' would be eight standard scores strong; and not
/// merely rearranged, which keeps the size to the last digits.
bool is_unrelated(const operation_evidence& seen, double typical_effect) {
  if (!seen.matrix || seen.z >= 4 || seen.common > 0.05) return false;
  const double units = seen.effect != 0 ? (seen.z / seen.effect) * (seen.z / seen.effect) : 0;
  if (typical_effect * std::sqrt(units) < 8) return false;
  return std::abs(seen.size_ratio - 1) > 1e-4;
}

/// Only of long floats: in bf16 light training is as small as rounding. Nobody trains weights by a
/// millionth of their size.
bool differs_by_rounding(const operation_evidence& seen) {
  constexpr double least_share = 0x1p-40;
  return std::min(seen.subject_mantissa, seen.reference_mantissa) > 16 && seen.common > 0.5 &&
         seen.residual_square <=
             std::max(most_account_floors * seen.wide_floor, least_share * seen.reference_square);
}

/// Where both sides have values these are the same, or as good as.
bool lost_values_only(const operation_evidence& seen) {
  return seen.nonfinite_apart > 0 && (seen.residual_square == 0 || differs_by_rounding(seen));
}

bool removes_direction(const operation_evidence& seen) {
  return seen.removed && seen.removed->agreement > least_agreement && seen.removed->share > 0.05;
}

} // namespace

bool is_kin(const operation_evidence& seen, const typing_options& options) {
  if (!seen.looked_at || !seen.matrix) return false;
  if (seen.equal || seen.cast || differs_by_rounding(seen)) return true;
  // A coarse grid leaves so much room that factors prove nothing there.
  if (seen.factors.form != factor_form::none && !seen.subject_grid && !seen.reference_grid)
    return true;
  return seen.effect >= options.least_effect && seen.log10_p <= options.log10_level;
}

bool has_zeros(const zero_pattern& zeros) noexcept {
  return zeros.zeros >= 16 && zeros.share >= 0.01;
}

bool is_quantised(const operation_evidence& seen) noexcept {
  if (!seen.declared_scheme.empty() && !seen.reference_grid) return true;
  if (!seen.subject_grid && !seen.reference_grid) return false;
  if (!seen.subject_grid || !seen.reference_grid) return true;
  return seen.subject_grid->bits != seen.reference_grid->bits;
}

bool subject_is_quantised(const operation_evidence& seen) noexcept {
  if (seen.subject_grid && seen.reference_grid)
    return seen.subject_grid->bits < seen.reference_grid->bits;
  return seen.subject_grid.has_value() || !seen.declared_scheme.empty();
}

bool changed_besides(const operation_evidence& seen) noexcept {
  double explained = seen.wide_floor;
  for (const auto* grid : {&seen.subject_grid, &seen.reference_grid})
    // Rounding to nearest leaves a twelfth; methods that trade errors between columns a few times
    // that.
    if (*grid) explained = std::max(explained, (*grid)->step_square * (4.0 / 12.0));
  return seen.rank.energy > most_account_floors * explained;
}

tensor_account account_of(const operation_evidence& seen, double typical_effect,
                          const typing_options& options) {
  if (seen.equal) return tensor_account::equal;
  if (!seen.looked_at) return tensor_account::unknown;
  if (lost_values_only(seen)) return tensor_account::lost;
  if (seen.cast) return tensor_account::cast;
  if (!seen.matrix) return tensor_account::unknown;
  if (!is_kin(seen, options))
    return is_unrelated(seen, typical_effect) ? tensor_account::unrelated : tensor_account::unknown;
  if (is_quantised(seen)) return tensor_account::quantised;
  if (has_zeros(seen.subject_zeros) || has_zeros(seen.reference_zeros))
    return tensor_account::zeroed;
  if (differs_by_rounding(seen)) return tensor_account::rounded;
  if (seen.factors.form != factor_form::none) return tensor_account::rescaled;
  if (removes_direction(seen)) return tensor_account::direction_removed;
  if (seen.rank.rank > 0) return tensor_account::low_rank;
  return seen.found == texture::white ? tensor_account::white : tensor_account::dense;
}

} // namespace weightkin
