#include "metric/trace_bound.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace weightkin {

double log10_trace_bound(double trace) noexcept {
  if (!(trace > 0)) return 0;
  return -trace * trace / 2 / std::numbers::ln10;
}

double log10_signed_pairings(std::size_t n, std::size_t m) noexcept {
  const std::size_t fewer = std::min(n, m);
  const std::size_t more = std::max(n, m);
  double sum = static_cast<double>(fewer) * std::log10(2.0);
  for (std::size_t i = 0; i < fewer; ++i)
    sum += std::log10(static_cast<double>(more - i));
  return sum;
}

double log10_best_pairing_bound(double trace, std::size_t n, std::size_t m) noexcept {
  return std::min(0.0, log10_trace_bound(trace) + log10_signed_pairings(n, m));
}

double log10_turned_trace_bound(double trace, double norm, std::size_t n) noexcept {
  if (!(trace > 0) || !(norm > 0) || n < 3) return 0;
  const double share = trace / norm;
  return -static_cast<double>(n - 2) * share * share / 8 / std::numbers::ln10;
}

} // namespace weightkin
