#include <algorithm>
#include <cmath>
#include <numeric>

#include <weightkin/metric/tail.hpp>

namespace weightkin {

std::vector<double> holm_log10(std::span<const double> log10_p) {
  std::vector<std::size_t> order(log10_p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // An undefined p-value proves nothing: it counts as 1, and still counts as a test that was made.
  const auto value = [&](std::size_t i) { return std::isnan(log10_p[i]) ? 0.0 : log10_p[i]; };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t i, std::size_t j) { return value(i) < value(j); });
  std::vector<double> adjusted(log10_p.size());
  double largest = -HUGE_VAL;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const double remaining = static_cast<double>(order.size() - rank);
    largest = std::max(largest, value(order[rank]) + std::log10(remaining));
    adjusted[order[rank]] = std::min(0.0, largest);
  }
  return adjusted;
}

} // namespace weightkin
