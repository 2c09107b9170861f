#pragma once

#include <cstddef>
#include <cstdint>

#include "descent.hpp"

/// Rows of the token table and the output head added, reordered, cut off or replaced.
namespace weightkin::zoo {

/// `added` rows at the end: the mean row plus noise of `noise` times the columns' spread.
[[nodiscard]] descendant vocabulary_extended(const zoo_model& parent, std::size_t added,
                                             double noise, std::uint64_t seed);
/// Token numbers shuffled.
[[nodiscard]] descendant vocabulary_shuffled(const zoo_model& parent, std::uint64_t seed);
/// The first `kept` rows.
[[nodiscard]] descendant vocabulary_truncated(const zoo_model& parent, std::size_t kept);
/// e6: another tokenizer: the share `kept` of the tokens under new numbers, the rest replaced by
/// tokens that join two old ones (the mean of their rows, with a little noise).
[[nodiscard]] descendant tokenizer_replaced(const zoo_model& parent, double kept,
                                            std::uint64_t seed);
/// e8: the share `share` of the rows changed by `relative` times their size, all else bit for bit.
[[nodiscard]] descendant tokens_retrained(const zoo_model& parent, double share, double relative,
                                          std::uint64_t seed);

} // namespace weightkin::zoo
