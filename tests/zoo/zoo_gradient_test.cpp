#include <cmath>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "model_parts.hpp"
#include "tape_operations.hpp"
#include "zoo_base.hpp"
#include "zoo_random.hpp"

using namespace weightkin;
using namespace weightkin::zoo;

namespace {

constexpr int all_kinds = 6;

example_batch some_batch(const zoo_model& model) {
  return make_world(model.kind, 1, model.decoder.vocabulary, text_length(model.kind))
      ->draw(3, 0, 2);
}

/// The loss, with derivatives left in the set.
double loss_of(weight_set& weights, const example_batch& batch) {
  tape t;
  weights.clear_gradients();
  const var loss = cross_entropy(t, logits_of(t, weights, batch), batch.targets);
  t.backward(loss);
  return static_cast<double>(scalar(t, loss));
}

/// Moves every trained part along its own derivative and compares the slope of the loss with the
/// derivative's length. Central differences: an error of the derivative's direction or length of
/// more than a few percent shows. Returns how many parts had a derivative to speak of.
std::size_t check_slopes(weight_set& weights, const example_batch& batch) {
  (void)loss_of(weights, batch);
  std::vector<std::vector<float>> gradients;
  const auto parts = weights.trained();
  for (const auto& part : parts)
    gradients.emplace_back(part.gradient, part.gradient + part.count);
  std::size_t checked = 0;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    double square = 0;
    for (const float g : gradients[p])
      square += static_cast<double>(g) * static_cast<double>(g);
    const double length = std::sqrt(square);
    if (length < 1e-4) continue; // drowned by the rounding of the loss
    ++checked;
    const std::vector<float> before(parts[p].values, parts[p].values + parts[p].count);
    const double reach = 0.01;
    double ends[2] = {};
    for (int end = 0; end < 2; ++end) {
      for (std::size_t i = 0; i < before.size(); ++i)
        parts[p].values[i] =
            before[i] + static_cast<float>((end == 0 ? -reach : reach) / length) * gradients[p][i];
      ends[end] = loss_of(weights, batch);
    }
    std::copy(before.begin(), before.end(), parts[p].values);
    const double slope = (ends[1] - ends[0]) / (2 * reach);
    BOOST_TEST(std::fabs(slope - length) < 0.02 * length + 1e-4,
               "part " << p << ": slope " << slope << ", derivative " << length);
  }
  return checked;
}

/// Away from special points: gains not one, biases not zero.
zoo_model shaken_model(backbone kind) {
  zoo_model model = initial_model(kind, zoo_scale::small, 5);
  zoo_random random(11);
  for (zoo_tensor& tensor : model.tensors)
    for (float& value : tensor.values)
      value += static_cast<float>(0.05 * random.normal());
  return model;
}

} // namespace

BOOST_DATA_TEST_CASE(derivatives_are_slopes, boost::unit_test::data::xrange(all_kinds), number) {
  zoo_model model = shaken_model(static_cast<backbone>(number));
  weight_set weights(model);
  // Key biases shift all scores of a query alike and have no derivative; everything else has.
  BOOST_TEST(check_slopes(weights, some_batch(model)) + 1 >= model.tensors.size());
}

BOOST_DATA_TEST_CASE(adapters_have_the_right_derivatives, boost::unit_test::data::xrange(2),
                     with_lengths) {
  zoo_model model = shaken_model(backbone::decoder);
  weight_set weights(model);
  weights.adapt({3, with_lengths == 1}, takes_adapter, 9);
  zoo_random random(12);
  // `up` starts at zero, where `down` has no derivative.
  for (const auto& part : weights.trained())
    for (std::size_t i = 0; i < part.count; ++i)
      part.values[i] += static_cast<float>(0.05 * random.normal());
  const std::size_t adapted = 2 * 7;
  BOOST_TEST(weights.trained().size() == adapted * (with_lengths == 1 ? 3U : 2U));
  BOOST_TEST(check_slopes(weights, some_batch(model)) == weights.trained().size());
}

BOOST_AUTO_TEST_CASE(soft_targets_have_the_right_derivatives) {
  zoo_random random(3);
  std::vector<float> logits(24), teacher(24);
  for (std::size_t i = 0; i < 24; ++i) {
    logits[i] = static_cast<float>(random.normal());
    teacher[i] = static_cast<float>(random.normal());
  }
  const std::vector<std::int32_t> targets{0, -1, 2, 3};
  const auto loss_at = [&](std::vector<float>* gradient) {
    tape t;
    const var x =
        t.outside({logits.data(), 4, 6}, gradient == nullptr ? nullptr : gradient->data());
    const var loss = soft_cross_entropy(t, x, teacher, targets);
    t.backward(loss);
    return static_cast<double>(scalar(t, loss));
  };
  std::vector<float> gradient(24, 0.0F);
  (void)loss_at(&gradient);
  for (std::size_t i = 0; i < 24; ++i) {
    const float before = logits[i];
    logits[i] = before + 0.01F;
    const double above = loss_at(nullptr);
    logits[i] = before - 0.01F;
    const double below = loss_at(nullptr);
    logits[i] = before;
    BOOST_TEST(std::fabs((above - below) / 0.02 - static_cast<double>(gradient[i])) < 1e-4);
    if (i / 6 == 1) BOOST_TEST(gradient[i] == 0.0F);
  }
}
