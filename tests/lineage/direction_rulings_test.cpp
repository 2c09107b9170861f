// A direction is always right where it is given: children are never named as the origin, whatever
// was done to them, and a parent taken for the subject is never named the child.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <support/thorough.hpp>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/compare.hpp>

#include "support/turned_decoder.hpp"
#include "zoo/derive_compensated.hpp"
#include "zoo/derive_noise.hpp"
#include "zoo/derive_rounding.hpp"
#include "zoo/derive_sparsity.hpp"
#include "zoo/recipes.hpp"

namespace {

using namespace weightkin;

descent_direction direction_of(const zoo::zoo_model& subject, const zoo::zoo_model& reference,
                               const compare_options& options = {}) {
  const auto answer = compare_views(subject.views(), reference.views(), options);
  if (!answer) BOOST_FAIL(answer.error().message);
  return answer->components.front().direction.which;
}

} // namespace

BOOST_AUTO_TEST_CASE(no_child_is_named_the_origin) {
  const zoo::relatives family = zoo::made_relatives(211);
  int given = 0, asked = 0;
  for (const zoo::recipe& made : zoo::recipes_for(zoo::backbone::decoder)) {
    const std::size_t last = made.strengths.size() - 1;
    const zoo::descendant child = made.apply(family, last, 7);
    ++asked;
    const descent_direction forth = direction_of(child.model, family.parent);
    const descent_direction back = direction_of(family.parent, child.model);
    BOOST_TEST((forth != descent_direction::reference_from_subject), made.name);
    BOOST_TEST((back != descent_direction::subject_from_reference), made.name << ", exchanged");
    given += forth == descent_direction::subject_from_reference;
    BOOST_TEST_MESSAGE(
        made.name << (forth == descent_direction::subject_from_reference ? " given" : " -"));
  }
  BOOST_TEST_MESSAGE(given << " of " << asked << " children show that they are");
  BOOST_TEST(given >= 10); // the rule that says nothing is never wrong either
}

/// Where the weights show who came first, the contrary is no longer offered as possible.
BOOST_AUTO_TEST_CASE(what_a_direction_excludes_is_not_offered) {
  const zoo::relatives family = zoo::made_relatives(229);
  const zoo::descendant child = zoo::recipe_named("pruned_by_magnitude").apply(family, 0, 7);
  const auto possible = [](const zoo::zoo_model& subject, const zoo::zoo_model& reference) {
    const auto answer = compare_views(subject.views(), reference.views(), {});
    if (!answer) BOOST_FAIL(answer.error().message);
    return answer->components.front().explanations;
  };
  const auto offers = [](const std::vector<possible_explanation>& all, explanation_kind kind) {
    return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.kind == kind; });
  };
  const auto forth = possible(child.model, family.parent);
  const auto back = possible(family.parent, child.model);
  BOOST_TEST(offers(forth, explanation_kind::subject_made));
  BOOST_TEST(offers(back, explanation_kind::reference_made));
  BOOST_TEST(!offers(forth, explanation_kind::reference_trained_on));
  BOOST_TEST(!offers(back, explanation_kind::subject_trained_on));
  BOOST_TEST(offers(forth, explanation_kind::third_model));
}

/// What was padded and turned still has no more than it came from; what was cut to a smaller width
/// has less, and is not taken for the origin.
BOOST_AUTO_TEST_CASE(a_stream_with_room_to_spare_came_later) {
  for (const std::uint64_t seed : {211, 223, 227}) {
    const zoo::relatives family = zoo::made_relatives(seed);
    const zoo::descendant child = zoo::recipe_named("e3").apply(family, 0, seed);
    BOOST_TEST(
        (direction_of(child.model, family.parent) == descent_direction::subject_from_reference));
    BOOST_TEST(
        (direction_of(family.parent, child.model) == descent_direction::reference_from_subject));
  }
}

namespace {

/// Models that somebody may train on from although they hold less than others: rounded, thinned
/// out, with rows left empty for tokens to come.
std::vector<std::pair<std::string, zoo::zoo_model>> coarse_parents(const zoo::zoo_model& original,
                                                                   std::uint64_t seed) {
  std::vector<std::pair<std::string, zoo::zoo_model>> out;
  out.emplace_back("bf16", zoo::cast_to_bf16(original).model);
  out.emplace_back("f16", zoo::cast_to_f16(original).model);
  out.emplace_back("8 bits", zoo::quantised(original, {8, 32, true}).model);
  out.emplace_back("4 bits", zoo::quantised(original, {4, 32, false}).model);
  out.emplace_back("NF4", zoo::quantised_nf4(original).model);
  out.emplace_back("FP8", zoo::quantised_fp8(original).model);
  out.emplace_back("compensated 4 bits",
                   zoo::quantised_with_compensation(original, {4, 32, true}, seed).model);
  out.emplace_back("smallest half gone",
                   zoo::sparsified(original, 0.5, zoo::sparsity_choice::magnitude, seed).model);
  out.emplace_back("a fifth gone by chance",
                   zoo::sparsified(original, 0.2, zoo::sparsity_choice::random, seed).model);
  out.emplace_back("2 of 4", zoo::pattern_pruned(original, 2, 4).model);
  zoo::zoo_model roomy = original;
  for (zoo::zoo_tensor& tensor : roomy.tensors)
    if (tensor.shape.size() == 2)
      std::fill_n(tensor.values.begin(), 4 * tensor.shape[1], 0.0F); // the first four rows
  out.emplace_back("empty rows", std::move(roomy));
  return out;
}

// Sizes of change, relative to a tensor's root mean square. The signs are a quarter and an eighth
// of a step of either grid, where one phase alone shows nothing.
struct coarse_changes {
  std::vector<std::uint64_t> seeds;
  std::vector<double> noises;
  std::vector<double> signs;
};
coarse_changes changes_to_try() {
  if (!test::is_thorough()) return {{307}, {0.3}, {0.07}};
  return {{307, 311},
          {1e-4, 1e-3, 0.01, 0.03, 0.1, 0.3, 0.6},
          {5e-4, 1e-3, 0.002, 0.004, 0.035, 0.07, 0.14, 0.3}};
}

/// Every weight moved by one size, up or down, as the first steps of Adam do.
zoo::zoo_model moved_by_signs(zoo::zoo_model model, double relative, std::uint64_t seed) {
  test::random_source random = test::scattered_source(seed);
  for (zoo::zoo_tensor& tensor : model.tensors) {
    double square = 0;
    for (const float value : tensor.values)
      square += static_cast<double>(value) * value;
    const double size = relative * std::sqrt(square / static_cast<double>(tensor.values.size()));
    for (float& value : tensor.values)
      value += static_cast<float>(random.uniform() < 0.5 ? -size : size);
  }
  return model;
}

void expect_no_origin(const zoo::zoo_model& child, const zoo::zoo_model& parent,
                      const std::string& what) {
  compare_options in_place;
  in_place.depth = search_depth::direct;
  BOOST_TEST((direction_of(child, parent, in_place) != descent_direction::reference_from_subject),
             what);
  BOOST_TEST((direction_of(parent, child, in_place) != descent_direction::subject_from_reference),
             what << ", exchanged");
}

} // namespace

/// Rounded and thinned models have children too, which have digits and values where the parent has
/// none. They are not the origin of what they were made from, however they were trained.
BOOST_AUTO_TEST_CASE(what_was_trained_from_a_coarse_model_is_not_its_origin) {
  const coarse_changes tried = changes_to_try();
  for (const std::uint64_t seed : tried.seeds)
    for (const auto& [kind, parent] : coarse_parents(zoo::made_relatives(seed).parent, seed + 1)) {
      for (const double change : tried.noises)
        expect_no_origin(zoo::noised(parent, change, seed + 2).model, parent,
                         kind + " changed by " + std::to_string(change));
      for (const double change : tried.signs)
        expect_no_origin(moved_by_signs(parent, change, seed + 2), parent,
                         kind + " moved by signs of " + std::to_string(change));
    }
}
