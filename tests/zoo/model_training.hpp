#pragma once

#include <cstddef>
#include <cstdint>

#include "adam_optimiser.hpp"
#include "backbone_graph.hpp"
#include "weight_set.hpp"
#include "zoo_data.hpp"

namespace weightkin::zoo {

struct training_plan {
  data_choice data;
  std::size_t first_step = 0; ///< where in the sample's stream of batches it begins
  std::size_t steps = 0;
  std::size_t batch = 8; ///< examples
  float rate = 3e-3F;    ///< at its height: a short rise, then a straight fall to a tenth
  adam_options optimiser;
  tensor_choice trained; ///< null: all
  adapter_plan adapters; ///< with a rank, only adapters are trained, and merged at the end
  tensor_choice adapted;
  std::uint64_t adapter_seed = 0;
  const zoo_model* teacher = nullptr; ///< its soft answers are learnt instead of the targets
};

struct training_record {
  std::size_t steps = 0;
  float first_loss = 0; ///< mean of the first few steps
  float last_loss = 0;  ///< mean of the last tenth
};

/// Trains in place. Exact: the same bits on every machine.
training_record train(zoo_model& model, const training_plan& plan);

/// Mean loss on examples of the world that no training plan draws.
[[nodiscard]] float held_out_loss(const zoo_model& model, std::uint64_t world,
                                  std::size_t batches = 8);

} // namespace weightkin::zoo
