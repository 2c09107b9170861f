#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace weightkin::detail {

/// How often evidence that took no part in the search names what the search found.
struct order_evidence {
  std::size_t asked = 0;
  std::size_t agreed = 0;
  double expected = 0; ///< agreements between strangers: the sum of 1/candidates

  void add(const order_evidence& other) {
    asked += other.asked;
    agreed += other.agreed;
    expected += other.expected;
  }
  /// An upper bound of log10 P(so many agreements by chance) (Chernoff); 0 when nothing was asked.
  [[nodiscard]] double log10_p() const noexcept;
  /// NaN when nothing was asked.
  [[nodiscard]] double share() const noexcept;
};

/// An order is believed when strangers would agree so much this rarely (log10).
inline constexpr double believed_below = -6;

/// Evidence for an order: alone, or as one of many like it, `all` of them together.
[[nodiscard]] bool believed(const order_evidence& one, const order_evidence& all);

/// Counts how often `answers` repeats `expected_answers`; what neither side answers is not asked.
/// \param candidates how many answers there were to choose from.
[[nodiscard]] order_evidence count_agreement(std::span<const std::int64_t> answers,
                                             std::span<const std::int64_t> expected_answers,
                                             std::size_t candidates);

/// Up to `wanted` of [0, total), ascending, evenly spread.
[[nodiscard]] std::vector<std::size_t> spread_positions(std::size_t total, std::size_t wanted);

} // namespace weightkin::detail
