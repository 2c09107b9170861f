#pragma once

#include <cstddef>
#include <cstdint>

#include "descent.hpp"

/// A dense decoder made into a mixture of experts, with the names of Mixtral.
namespace weightkin::zoo {

struct upcycling {
  std::size_t experts = 4;
  double noise = 0;   ///< relative size of white noise on every expert
  double renewed = 0; ///< share of each expert's hidden units that are drawn anew (drop-upcycling)
  bool divided = false; ///< each expert gets its share of the hidden units instead of all of them
};
/// Routers are new. Without noise, renewal and division the function is the parent's, whichever
/// experts a router chooses.
[[nodiscard]] descendant upcycled(const zoo_model& parent, const upcycling& how,
                                  std::uint64_t seed);
/// As the inventory names the hidden units of one expert.
[[nodiscard]] std::string expert_group(std::size_t layer, std::size_t expert);

} // namespace weightkin::zoo
