#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "decoder_oracle.hpp"
#include "decoder_parts.hpp"
#include "made_decoder.hpp"
#include "recipes.hpp"
#include "zoo_base.hpp"

using namespace weightkin;
using namespace weightkin::zoo;

namespace {

/// What the trainer's own graph computes for two examples.
std::vector<double> graph_logits(const zoo_model& model) {
  zoo_model copy = model;
  weight_set weights(copy);
  tape t;
  const std::size_t length = text_length(model.kind);
  const auto world = make_world(model.kind, 1, model.decoder.vocabulary, length);
  const matrix logits = t.value(logits_of(t, weights, world->draw(1, 0, 2)));
  return {logits.data, logits.data + logits.size()};
}

/// A base after a few steps: gains and biases are no longer what they were set to.
zoo_model hardly_trained(backbone kind, std::uint64_t seed) {
  return train_base(kind, seed, {zoo_scale::small, 0.1}).model;
}

constexpr double single_precision = 2e-4; ///< of the graph's sums, against the logits' spread
/// What the norm's epsilon does where the stream's size changes and a token's row is small.
constexpr double epsilon_seen = 5e-3;

} // namespace

/// Two programs that share nothing compute the same from the same tensors.
BOOST_AUTO_TEST_CASE(oracle_and_graph_agree) {
  const zoo_model model = hardly_trained(backbone::decoder, 1);
  const std::size_t length = text_length(backbone::decoder);
  const auto world = make_world(backbone::decoder, 1, model.decoder.vocabulary, length);
  const example_batch batch = world->draw(1, 0, 1);
  const std::vector<std::size_t> tokens(batch.tokens.begin(), batch.tokens.end());
  zoo_model copy = model;
  weight_set weights(copy);
  tape t;
  const matrix logits = t.value(logits_of(t, weights, batch));
  const std::vector<double> graph(logits.data, logits.data + logits.size());
  BOOST_TEST(logit_distance(decoder_logits(model, tokens), graph) < single_precision);
  BOOST_TEST(logit_distance(decoder_logits(model, tokens, {1000, 1e-5, 2}), graph) >
             single_precision); // another base of the positions is seen
}

BOOST_AUTO_TEST_CASE(free_changes_of_a_trained_decoder) {
  relatives from;
  from.parent = hardly_trained(backbone::decoder, 2);
  const auto before = graph_logits(from.parent);
  for (const recipe& one : recipes_for(backbone::decoder)) {
    if (!one.same_function || one.name == "upcycled") continue; // the graph has no experts
    const bool resized = one.name == "stream_rescaled" || one.name == "e3";
    for (std::size_t strength = 0; strength < one.strengths.size(); ++strength) {
      BOOST_TEST_INFO(one.name << ", " << one.strengths[strength]);
      BOOST_TEST(logit_distance(before, graph_logits(one.apply(from, strength, 4).model)) <
                 (resized ? epsilon_seen : single_precision));
    }
  }
}

BOOST_AUTO_TEST_CASE(free_changes_of_other_backbones) {
  for (const backbone kind :
       {backbone::vision, backbone::convolution, backbone::perceptron, backbone::lstm}) {
    relatives from;
    from.parent = hardly_trained(kind, 3);
    const auto before = graph_logits(from.parent);
    int tried = 0;
    for (const recipe& one : recipes_for(kind)) {
      if (!one.same_function) continue;
      BOOST_TEST_INFO(name_of(kind) << ", " << one.name);
      const descendant child = one.apply(from, 0, 5);
      BOOST_TEST((!child.truth.units_of.empty() || !child.truth.stream_of.empty()));
      BOOST_TEST(logit_distance(before, graph_logits(child.model)) < single_precision);
      ++tried;
    }
    BOOST_TEST(tried == (kind == backbone::vision ? 2 : 1));
    BOOST_TEST(logit_distance(before, graph_logits(hardly_trained(kind, 4))) > 0.1);
  }
}

/// Recipes that are said to do for a backbone do, and change its tensors and not their number.
BOOST_AUTO_TEST_CASE(recipes_take_the_backbones_they_name) {
  for (const backbone kind : {backbone::vision, backbone::convolution, backbone::perceptron,
                              backbone::lstm, backbone::two_tower}) {
    relatives from;
    from.parent = initial_model(kind, zoo_scale::small, 7);
    for (const recipe& one : recipes_for(kind)) {
      BOOST_TEST_INFO(name_of(kind) << ", " << one.name);
      const descendant child = one.apply(from, 0, 3);
      std::size_t changed = 0;
      for (std::size_t i = 0; i < from.parent.tensors.size(); ++i)
        changed += child.model.tensors[i].values != from.parent.tensors[i].values ? 1 : 0;
      BOOST_TEST(changed > 1U);
      BOOST_TEST(child.model.tensors.size() == from.parent.tensors.size());
    }
  }
}
