#pragma once

#include <cstdint>

#include <weightkin/metric/permutation_test.hpp>

namespace weightkin::detail {

/// An upper tail probability and the reference distribution it came from.
struct tail_answer {
  double log10_p = 0;
  null_kind null = null_kind::none;
};

/// The closed-form tail of a permutation statistic: normal when its skewness and kurtosis leave the
/// normal tail honest, else Student's with the same kurtosis after removing the skewness. Negative
/// skewness and kurtosis (lighter right tail) are ignored, which is conservative.
[[nodiscard]] tail_answer closed_form_tail(double z, double skewness, double excess_kurtosis);

/// log10 of 1 / units!: no permutation of so many units can be rarer.
[[nodiscard]] double log10_rarest_permutation(std::uint64_t units);

} // namespace weightkin::detail
