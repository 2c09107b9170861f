#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <weightkin/align/correspondence.hpp>
#include <weightkin/lineage/operation.hpp>

#include "zoo_model.hpp"

namespace weightkin::zoo {

/// The truth about a child: what was done to which parents.
struct descent {
  std::string recipe;   ///< what was done: "quantised", "rotated", "width_pruned", ...
  std::string strength; ///< how much of it: "4 bits", "rank 8"
  bool related = true;  ///< false for controls: distilled, other seeds, same data
  /// Operations a ruling should name; more than one for combinations.
  std::vector<operation_kind> operations;
  /// What the weights alone can prove about who came first.
  descent_direction provable = descent_direction::undetermined;

  // Where the child's parts come from in its (first) parent; empty: unchanged.
  std::vector<std::int64_t> layer_of;  ///< per child layer; no_counterpart for new ones
  std::vector<std::int64_t> stream_of; ///< per residual dimension
  std::vector<std::int8_t> stream_sign;
  bool rotated = false;
  std::vector<std::int64_t> token_of; ///< per row of the embedding; no_counterpart for new ones
  /// Per permutation group as the inventory names it ("layers.3.mlp.hidden"): the parent's unit.
  std::map<std::string, std::vector<std::int64_t>> units_of;
  std::vector<double> merge_weights; ///< per parent, where it is a merge

  /// Neither comes from the other: what they have in common is older than both (the same
  /// initialisation, or the same parent).
  bool common_ancestor = false;
  /// Tensors that were initialised anew. They owe nothing to the parent's values, but where they
  /// share a residual stream with tensors that were kept they learnt to stand in its basis: not
  /// examples of strangers.
  std::vector<std::string> fresh;
};

/// A child and what is true of it.
struct descendant {
  zoo_model model;
  descent truth;
};

} // namespace weightkin::zoo
