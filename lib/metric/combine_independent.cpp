#include <algorithm>
#include <cmath>
#include <limits>

#include <weightkin/metric/permutation_test.hpp>
#include <weightkin/metric/tail.hpp>

#include "metric/permutation_tail.hpp"

namespace weightkin {
namespace {

bool carries_evidence(const permutation_evidence& group) {
  return group.null != null_kind::none && group.effective_size > 0;
}

} // namespace

permutation_evidence combine_independent(std::span<const permutation_evidence> groups) {
  const auto count = std::count_if(groups.begin(), groups.end(), carries_evidence);
  if (count == 0) return {};
  if (count == 1) return *std::find_if(groups.begin(), groups.end(), carries_evidence);
  permutation_evidence combined;
  double weighted_z = 0;
  double weighted_effect = 0;
  double third = 0;
  double fourth = 0;
  double rarest = 0;
  for (const permutation_evidence& group : groups) {
    if (!carries_evidence(group)) continue;
    // z has variance 1 under the null, so the weights' cumulants add up as below.
    const double size = group.effective_size;
    const double weight = std::sqrt(size);
    weighted_z += weight * group.z;
    weighted_effect += size * group.effect;
    third += size * weight * group.skewness;
    fourth += size * size * group.excess_kurtosis;
    combined.effective_size += size;
    combined.units += group.units;

    rarest += detail::log10_rarest_permutation(group.units);
  }
  const double total = combined.effective_size;
  combined.effect = weighted_effect / total;
  combined.z = weighted_z / std::sqrt(total);
  combined.skewness = third / total / std::sqrt(total);
  combined.excess_kurtosis = fourth / total / total;
  const detail::tail_answer tail =
      detail::closed_form_tail(combined.z, combined.skewness, combined.excess_kurtosis);
  combined.log10_p = std::max(tail.log10_p, rarest);
  combined.null = tail.null;
  return combined;
}

double minimum_detectable_effect(double effective_size, double log10_alpha) noexcept {
  if (!(effective_size > 0)) return std::numeric_limits<double>::infinity();
  return normal_quantile_log10(log10_alpha) / std::sqrt(effective_size);
}

} // namespace weightkin
