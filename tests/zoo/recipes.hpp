#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "descent.hpp"

/// Every operation of the derive_* files under one signature, for programs that loop over them.
namespace weightkin::zoo {

/// What children are made from. All models have one shape.
struct relatives {
  zoo_model parent;
  std::vector<zoo_model> siblings; ///< at least three: models trained on from `parent`
  zoo_model stranger;              ///< unrelated to all
};

/// How a recipe's child lies to the ones it was made from.
enum class recipe_parent {
  parent,   ///< `relatives::parent` alone
  siblings, ///< siblings; `parent` is their base
};

struct recipe {
  std::string name;
  std::vector<std::string> strengths; ///< what to pass to `apply` is an index into these
  recipe_parent made_from = recipe_parent::parent;
  bool same_function = false;                    ///< the child computes what the parent does
  std::vector<backbone> only{backbone::decoder}; ///< what it can be done to; empty: anything
  [[nodiscard]] bool takes(backbone kind) const;
  /// Pure: equal arguments, equal bits.
  std::function<descendant(const relatives&, std::size_t strength, std::uint64_t seed)> apply;
  /// Models it mixes, in the order of `merge_weights`: 0 the parent, 1.. the siblings, -1 the
  /// stranger. Empty where `merge_weights` is.
  std::vector<int> mixed;
};

[[nodiscard]] std::vector<recipe> all_recipes();
/// Those that take this kind of model.
[[nodiscard]] std::vector<recipe> recipes_for(backbone kind);
/// Throws std::invalid_argument where there is none of that name.
[[nodiscard]] recipe recipe_named(const std::string& name);

/// Relatives without training: made_decoder and made_child (relative change 0.08).
[[nodiscard]] relatives made_relatives(std::uint64_t seed, const decoder_sizes& sizes = {},
                                       bool tied = false);

} // namespace weightkin::zoo
