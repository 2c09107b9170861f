#include "lineage/rounding_room.hpp"

#include <cmath>

#include <weightkin/fingerprint/estimate.hpp>

namespace weightkin {
namespace {

/// Standard errors that a normal number exceeds once in a thousand times.
constexpr double thousandth = 3.0902;
constexpr double least_measured = 0.9;

double energy_of(const tensor_print& print) {
  double count = is_complex(print.type) ? 2 : 1;
  for (const std::uint64_t extent : print.shape)
    count *= static_cast<double>(extent);
  return count * print.mean_square;
}

} // namespace

void rounding_bound::add(const tensor_print& rounded, const tensor_print& plain) {
  const double energy = energy_of(plain);
  energy_ += energy;
  const estimate distance = estimate_similarity(rounded, plain).relative_l2;
  if (std::isnan(distance.value) || !std::isfinite(distance.standard_error)) return;
  measured_ += energy;
  residual_ += energy * distance.value * distance.value;
  const double error = energy * 2 * distance.value * distance.standard_error;
  variance_ += error * error;
}

std::optional<rounding_room> rounding_bound::room() const {
  if (!(energy_ > 0) || measured_ < least_measured * energy_) return std::nullopt;
  return rounding_room{std::sqrt(residual_ / measured_),
                       std::sqrt((residual_ + thousandth * std::sqrt(variance_)) / measured_)};
}

} // namespace weightkin
