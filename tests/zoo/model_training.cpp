#include "model_training.hpp"

#include <algorithm>

#include "tape_operations.hpp"

namespace weightkin::zoo {

namespace {

constexpr std::uint64_t held_out_sample = 0x68656c646f7574U;

float rate_at(const training_plan& plan, std::size_t step) {
  const auto total = static_cast<float>(plan.steps);
  const auto at = static_cast<float>(step);
  const float rise = std::max(1.0F, 0.05F * total);
  if (at < rise) return plan.rate * (at + 1) / (rise + 1);
  return plan.rate * (1.0F - 0.9F * (at - rise) / std::max(1.0F, total - rise));
}

/// The teacher's logits; no derivatives.
std::vector<float> answers_of(zoo_model& teacher, tape& t, const example_batch& batch) {
  weight_set weights(teacher, [](const zoo_tensor&) { return false; });
  const matrix logits = t.value(logits_of(t, weights, batch));
  return {logits.data, logits.data + logits.size()};
}

} // namespace

training_record train(zoo_model& model, const training_plan& plan) {
  const auto world =
      make_world(model.kind, plan.data.world, model.decoder.vocabulary, text_length(model.kind));
  weight_set weights(model, plan.trained);
  if (plan.adapters.rank > 0) weights.adapt(plan.adapters, plan.adapted, plan.adapter_seed);
  adam_optimiser optimiser(weights.trained(), plan.optimiser);
  zoo_model teacher;
  if (plan.teacher != nullptr) teacher = *plan.teacher;
  training_record record{plan.steps, 0, 0};
  const std::size_t first_count = std::min<std::size_t>(5, plan.steps);
  const std::size_t last_count = std::max<std::size_t>(1, plan.steps / 10);
  tape t;
  for (std::size_t step = 0; step < plan.steps; ++step) {
    t.clear();
    weights.clear_gradients();
    const example_batch batch = world->draw(plan.data.sample, plan.first_step + step, plan.batch);
    const var logits = logits_of(t, weights, batch);
    const var loss =
        plan.teacher == nullptr
            ? cross_entropy(t, logits, batch.targets)
            : soft_cross_entropy(t, logits, answers_of(teacher, t, batch), batch.targets);
    t.backward(loss);
    optimiser.step(rate_at(plan, step));
    if (step < first_count) record.first_loss += scalar(t, loss) / static_cast<float>(first_count);
    if (step + last_count >= plan.steps)
      record.last_loss += scalar(t, loss) / static_cast<float>(last_count);
  }
  if (plan.adapters.rank > 0) weights.merge_adapters();
  return record;
}

float held_out_loss(const zoo_model& model, std::uint64_t world, std::size_t batches) {
  zoo_model copy = model;
  weight_set weights(copy, [](const zoo_tensor&) { return false; });
  const auto source = make_world(copy.kind, world, copy.decoder.vocabulary, text_length(copy.kind));
  tape t;
  float total = 0;
  for (std::size_t i = 0; i < batches; ++i) {
    t.clear();
    const example_batch batch = source->draw(held_out_sample, i, 32);
    total += scalar(t, cross_entropy(t, logits_of(t, weights, batch), batch.targets));
  }
  return total / static_cast<float>(batches);
}

} // namespace weightkin::zoo
