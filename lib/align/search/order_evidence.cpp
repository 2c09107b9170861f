#include "align/search/order_evidence.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace weightkin::detail {

double order_evidence::log10_p() const noexcept {
  const auto count = static_cast<double>(asked);
  const auto hits = static_cast<double>(agreed);
  if (asked == 0 || !(hits > expected)) return 0;
  // Of all ways to share out the expected number, equal chances make large counts likeliest.
  double nats = hits * std::log(hits / expected);
  if (agreed < asked) nats += (count - hits) * std::log((count - hits) / (count - expected));
  return -nats / std::numbers::ln10;
}

double order_evidence::share() const noexcept {
  if (asked == 0) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(agreed) / static_cast<double>(asked);
}

bool believed(const order_evidence& one, const order_evidence& all) {
  return one.log10_p() < believed_below ||
         (all.log10_p() < believed_below && one.agreed * 2 > one.asked);
}

order_evidence count_agreement(std::span<const std::int64_t> answers,
                               std::span<const std::int64_t> expected_answers,
                               std::size_t candidates) {
  order_evidence evidence;
  for (std::size_t i = 0; i < std::min(answers.size(), expected_answers.size()); ++i) {
    if (answers[i] < 0 || expected_answers[i] < 0) continue;
    ++evidence.asked;
    evidence.agreed += answers[i] == expected_answers[i];
  }
  if (candidates > 0)
    evidence.expected = static_cast<double>(evidence.asked) / static_cast<double>(candidates);
  return evidence;
}

std::vector<std::size_t> spread_positions(std::size_t total, std::size_t wanted) {
  std::vector<std::size_t> positions(std::min(total, wanted));
  for (std::size_t i = 0; i < positions.size(); ++i)
    positions[i] = static_cast<std::size_t>(static_cast<double>(i) * static_cast<double>(total) /
                                            static_cast<double>(positions.size()));
  return positions;
}

} // namespace weightkin::detail
