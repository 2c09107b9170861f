#pragma once

#include <cstddef>
#include <cstdint>

#include "descent.hpp"

/// Single weights of the linear maps set to zero; survivors stay bit for bit.
namespace weightkin::zoo {

enum class sparsity_choice {
  magnitude, ///< the smallest of each tensor
  random,
};
/// \param share of each tensor's weights that become zero.
[[nodiscard]] descendant sparsified(const zoo_model& parent, double share, sparsity_choice choice,
                                    std::uint64_t seed);
/// Of every m consecutive weights of a row all but the n largest become zero; what is left over at
/// a row's end stays.
[[nodiscard]] descendant pattern_pruned(const zoo_model& parent, std::size_t n, std::size_t m);

} // namespace weightkin::zoo
