#include "lineage/print_equality.hpp"

#include <cmath>

#include <weightkin/core/float_formats.hpp>
#include <weightkin/fingerprint/estimate.hpp>

namespace weightkin {
namespace {

/// What rounding to a 16-bit float leaves of a correlation, by far.
constexpr double least_correlation = 0.99;
constexpr double most_energy_change = 0.02;

double rounded_to(dtype type, double value) {
  const auto single = static_cast<float>(value);
  if (type == dtype::bf16) return widen_bf16(narrow_bf16(single));
  if (type == dtype::f16) return widen_f16(narrow_f16(single));
  return value;
}

/// Values can vanish in a cast, and no sign appears.
bool counts_agree(const tensor_print& fine, const tensor_print& coarse, bool rounded) {
  if (rounded) return coarse.zeros >= fine.zeros && coarse.negative <= fine.negative;
  return coarse.zeros == fine.zeros && coarse.negative == fine.negative;
}

/// Rounding keeps order, so the extremes of the cast are the rounded extremes.
bool sums_agree(const tensor_print& fine, const tensor_print& coarse, bool rounded) {
  const auto kept = [&](double value) { return rounded ? rounded_to(coarse.type, value) : value; };
  return coarse.minimum == kept(fine.minimum) && coarse.maximum == kept(fine.maximum) &&
         std::abs(coarse.mean_square - fine.mean_square) <= most_energy_change * fine.mean_square;
}

/// Everything else both fingerprints tell is as it would be if the checksums are right.
bool confirmed(const tensor_print& fine, const tensor_print& coarse, bool rounded) {
  if (!counts_agree(fine, coarse, rounded)) return false;
  const bool sums = has_sums(fine) && has_sums(coarse);
  if (sums && !sums_agree(fine, coarse, rounded)) return false;
  const double r = estimate_similarity(fine, coarse).pearson.value;
  return std::isnan(r) ? sums : r >= least_correlation;
}

print_equality by_checksum(const tensor_print& fine, const tensor_print& coarse) {
  const bool lossless = fine.checksum == coarse.checksum;
  const bool cast = (coarse.type == dtype::bf16 && fine.checksum_bf16 == coarse.checksum) ||
                    (coarse.type == dtype::f16 && fine.checksum_f16 == coarse.checksum);
  if (coarse.checksum == 0 || !(lossless || cast) || !confirmed(fine, coarse, !lossless)) return {};
  return {equality_basis::checksum, !lossless};
}

/// NaNs have many patterns, which only the stored digest keeps.
print_equality with_nonfinite(const tensor_print& a, const tensor_print& b) {
  const bool same = a.stored && b.stored && *a.stored == *b.stored && a.type == b.type &&
                    a.scheme == b.scheme && a.shape == b.shape;
  return {same ? equality_basis::digest : equality_basis::unknown, false};
}

} // namespace

bool has_sums(const tensor_print& print) noexcept {
  return print.mean_square > 0 && (print.minimum != 0 || print.maximum != 0);
}

print_equality equality_of(const tensor_print& a, const tensor_print& b) {
  if (a.nonfinite + b.nonfinite > 0) return with_nonfinite(a, b);
  const bool digests = a.value && b.value;
  if (digests && *a.value == *b.value) return {equality_basis::digest, false};
  if (a.type == b.type) return digests ? print_equality{} : by_checksum(a, b);
  if (!is_real(a.type) || !is_real(b.type)) return {};
  const int left = traits_of(a.type).mantissa_bits;
  const int right = traits_of(b.type).mantissa_bits;
  if (left == right) return {};
  return left > right ? by_checksum(a, b) : by_checksum(b, a);
}

} // namespace weightkin
