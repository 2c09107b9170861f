#pragma once

#include <functional>
#include <string>
#include <vector>

#include "descent.hpp"
#include "zoo_base.hpp"

/// What people do to a model by training, and what looks like it and is not.
namespace weightkin::zoo {

/// A child, what is true of it, and how its training went.
struct trained_child {
  descendant child;
  training_record record;
  std::uint64_t world = 1; ///< whose examples it was trained on
};

struct trained_recipe {
  std::string name;     ///< "fine_tuned", as in `descent::recipe`
  std::string strength; ///< "10 %"
  bool nightly = false; ///< takes ten times as long as a base
  std::function<trained_child(const zoo_base&, const zoo_options&)> make;
};

/// Derivations: "fine_tuned", "continued", "low_rank_merged", "dora_merged", "partly_frozen",
/// "partly_reinitialised", "embedding_retrained". Controls: "other_seed", "distilled" (not
/// related), "same_initialisation" (related by the initialisation only). Every child is made of its
/// base's seed and nothing else that is random, so the same base gives the same child.
[[nodiscard]] std::vector<trained_recipe> trained_recipes(backbone kind, zoo_scale scale);

} // namespace weightkin::zoo
