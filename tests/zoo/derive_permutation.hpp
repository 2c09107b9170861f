#pragma once

#include <cstdint>

#include "descent.hpp"

/// Reorderings and sign flips of a decoder that change no output: bit-exact moves of its values.
namespace weightkin::zoo {

/// T1, T8: the residual stream's dimensions in another order; `flip`: with random signs.
[[nodiscard]] descendant stream_permuted(const zoo_model& parent, bool flip, std::uint64_t seed);
/// T2: every layer's hidden units in an order of their own.
[[nodiscard]] descendant units_permuted(const zoo_model& parent, std::uint64_t seed);
/// T8: a random half of the hidden units' up rows and down columns change sign.
[[nodiscard]] descendant units_flipped(const zoo_model& parent, std::uint64_t seed);
/// T7: key heads in another order with the query heads that read them, and these within their
/// group.
[[nodiscard]] descendant heads_permuted(const zoo_model& parent, std::uint64_t seed);
/// T7, T8: dimensions between v and o in another order within each head; `flip`: random signs.
[[nodiscard]] descendant values_permuted(const zoo_model& parent, bool flip, std::uint64_t seed);
/// T8: random signs of the frequency pairs between q and k.
[[nodiscard]] descendant query_pairs_flipped(const zoo_model& parent, std::uint64_t seed);
/// All of the above at once.
[[nodiscard]] descendant all_permuted(const zoo_model& parent, std::uint64_t seed);

} // namespace weightkin::zoo
