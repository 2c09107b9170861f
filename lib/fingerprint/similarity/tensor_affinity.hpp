#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <weightkin/fingerprint/fingerprint.hpp>

namespace weightkin::detail {

/// A tensor's print prepared for being compared with many.
struct affinity_tensor {
  const tensor_print* print = nullptr;
  std::uint64_t elements = 0;    ///< reals; 0 for constant tensors, which are left out
  std::uint64_t row_length = 0;  ///< elements a row; 0 without row summary
  double sketch_norm = 0;        ///< of the codes
  std::vector<double> landmarks; ///< unit vectors of `print_features`, mean removed
};

[[nodiscard]] affinity_tensor prepare(const tensor_print& print, std::uint64_t seed);

/// Each from 0, like strangers, to 1. \pre both have what is compared.
/// \param candidates how many tensors `b` was chosen from: the best of many strangers is better.
[[nodiscard]] bool checksums_meet(const tensor_print& a, const tensor_print& b);
[[nodiscard]] bool sketches_fit(const affinity_tensor& a, const affinity_tensor& b);
[[nodiscard]] double sketch_correlation(const affinity_tensor& a, const affinity_tensor& b);
[[nodiscard]] double above_luck(double correlation, std::size_t buckets, std::size_t candidates);
[[nodiscard]] double landmark_affinity(const affinity_tensor& a, const affinity_tensor& b);
[[nodiscard]] double gram_affinity(const row_summary& a, const row_summary& b);
[[nodiscard]] double profile_affinity(const row_summary& a, const row_summary& b);
[[nodiscard]] double magnitude_affinity(const tensor_print& a, const tensor_print& b);

} // namespace weightkin::detail
