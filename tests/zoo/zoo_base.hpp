#pragma once

#include <cstdint>

#include "backbone_graph.hpp"
#include "model_training.hpp"
#include "zoo_model.hpp"

namespace weightkin::zoo {

struct zoo_options {
  zoo_scale scale = zoo_scale::usual;
  double steps = 1; ///< factor on the length of every training
};

/// A model trained from scratch.
struct zoo_base {
  zoo_model model;
  std::uint64_t seed = 0;
  training_record record;
};

/// How a base of this kind is trained: the plan of everything that is measured in its steps. All
/// bases see the same examples in the same order, as models of one family do.
[[nodiscard]] training_plan base_plan(backbone kind, const zoo_options& options);
[[nodiscard]] zoo_base train_base(backbone kind, std::uint64_t seed, const zoo_options& options);

/// Thresholds and rules are made looking at bases of even seeds and their children only; what is
/// published is measured on odd ones. Seeds of children are made of their base's, so no child is
/// on both sides; bases of both sides have seen the same data.
enum class zoo_split : std::uint8_t { tune, test };
[[nodiscard]] constexpr zoo_split split_of(std::uint64_t base_seed) {
  return base_seed % 2 == 0 ? zoo_split::tune : zoo_split::test;
}
[[nodiscard]] constexpr const char* name_of(zoo_split split) {
  return split == zoo_split::tune ? "tune" : "test";
}

} // namespace weightkin::zoo
