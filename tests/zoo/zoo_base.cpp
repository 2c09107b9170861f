#include "zoo_base.hpp"

#include <algorithm>

namespace weightkin::zoo {

namespace {

struct usual_training {
  std::size_t steps;
  std::size_t batch;
  float rate;
};

usual_training usual_of(backbone kind, bool small) {
  switch (kind) {
  case backbone::decoder: return {small ? 250U : 400U, 8, 3e-3F};
  case backbone::vision: return {small ? 300U : 350U, 16, 3e-3F};
  case backbone::convolution: return {small ? 300U : 600U, 16, 3e-3F};
  case backbone::perceptron: return {small ? 800U : 3000U, 32, 3e-3F};
  case backbone::lstm: return {small ? 250U : 350U, 32, 5e-3F};
  case backbone::two_tower: break;
  }
  return {small ? 250U : 400U, 8, 3e-3F};
}

} // namespace

training_plan base_plan(backbone kind, const zoo_options& options) {
  const usual_training usual = usual_of(kind, options.scale == zoo_scale::small);
  training_plan plan;
  plan.steps = std::max<std::size_t>(
      1, static_cast<std::size_t>(options.steps * static_cast<double>(usual.steps)));
  plan.batch = usual.batch;
  plan.rate = usual.rate;
  return plan;
}

zoo_base train_base(backbone kind, std::uint64_t seed, const zoo_options& options) {
  zoo_base base{initial_model(kind, options.scale, seed), seed, {}};
  base.record = train(base.model, base_plan(kind, options));
  return base;
}

} // namespace weightkin::zoo
