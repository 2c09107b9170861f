#pragma once

#include <vector>

#include "weight_set.hpp"

namespace weightkin::zoo {

struct adam_options {
  float first_decay = 0.9F;
  float second_decay = 0.99F;
  float weight_decay = 0.1F; ///< per unit of rate, matrices only
  float largest_norm = 1;    ///< gradients longer than this are shortened
};

/// AdamW. Equivariant: reordering units of a model reorders what it learns.
class adam_optimiser {
public:
  adam_optimiser(std::vector<weight_set::trained_values> parts, const adam_options& options);
  /// One step against the gradients that stand in the parts.
  void step(float rate);

private:
  std::vector<weight_set::trained_values> parts_;
  std::vector<std::vector<float>> mean_, square_;
  adam_options options_;
  double first_power_ = 1;
  double second_power_ = 1;
};

} // namespace weightkin::zoo
