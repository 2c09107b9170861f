// Fingerprints with parts missing, forged or made from names alone: they abstain, never guess.
#include <algorithm>
#include <cmath>
#include <support/both_answers.hpp>
#include <support/case_fixtures.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/fingerprint/fingerprint_file.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::test;

model_in_memory towers(std::uint64_t seed, double change = 0) {
  gaussian random(seed);
  model_in_memory model;
  const named_weights tower = vision_tower(random, 2);
  if (change == 0)
    tower.store(model, "visual.");
  else
    tuned_copy(random, tower, change).store(model, "visual.");
  return model;
}

const component_ruling& only(const comparison& answer) {
  const component_ruling* largest = &answer.components.front();
  for (const component_ruling& part : answer.components)
    if (part.parameters > largest->parameters) largest = &part;
  return *largest;
}

std::vector<fingerprint> lesser_forms(const fingerprint& print) {
  std::vector<fingerprint> forms{truncate(print, print_level::small)};
  for (const disclosure& kept :
       {disclosure{.names = false}, disclosure{.sketch = false}, disclosure{.units = false},
        disclosure{.rows = false}, disclosure{.digests = false}, disclosure{.sums = false},
        disclosure{.names = false,
        .sketch = false,
        .units = false,
        .rows = false,
        .digests = false,
        .sums = false}})
    forms.push_back(disclose(print, kept));
  return forms;
}

BOOST_AUTO_TEST_CASE(seeds_must_agree) {
  fingerprint_options other;
  other.seed = 1;
  const auto answer = compare_fingerprints(must_print(towers(1)), must_print(towers(1), other));
  BOOST_REQUIRE(!answer);
  BOOST_TEST((answer.error().code == errc::bad_argument));
}

BOOST_AUTO_TEST_CASE(an_inventory_that_does_not_fit_is_refused) {
  fingerprint broken = must_print(towers(1));
  broken.contents.entries.pop_back();
  const auto answer = compare_fingerprints(broken, must_print(towers(1)));
  BOOST_REQUIRE(!answer);
  BOOST_TEST((answer.error().code == errc::bad_argument));
}

BOOST_AUTO_TEST_CASE(what_is_missing_never_makes_a_verdict_stronger) {
  const fingerprint reference = must_print(towers(2));
  for (const double change : {0.0, 0.05, 0.5}) {
    const fingerprint subject = must_print(towers(2, change));
    const int whole = strength_of(must_compare_prints(subject, reference).overall);
    const auto left = lesser_forms(subject);
    const auto right = lesser_forms(reference);
    for (std::size_t i = 0; i < left.size(); ++i)
      BOOST_TEST_CONTEXT("change " << change << ", form " << i) {
        BOOST_TEST(strength_of(must_compare_prints(left[i], right[i]).overall) <= whole);
        BOOST_TEST(strength_of(must_compare_prints(left[i], reference).overall) <= whole);
        BOOST_TEST(strength_of(must_compare_prints(subject, right[i]).overall) <= whole);
      }
  }
}

BOOST_AUTO_TEST_CASE(strangers_stay_strangers_in_every_form) {
  const auto left = lesser_forms(must_print(towers(3)));
  const auto right = lesser_forms(must_print(towers(4)));
  for (std::size_t i = 0; i < left.size(); ++i)
    for (std::size_t j = 0; j < right.size(); ++j)
      BOOST_TEST_CONTEXT("forms " << i << ", " << j)
  BOOST_TEST(!is_finding(must_compare_prints(left[i], right[j]).overall));
}

BOOST_AUTO_TEST_CASE(without_units_and_anchors_there_is_no_test) {
  const fingerprint reference = must_print(towers(2));
  const fingerprint subject =
      disclose(must_print(towers(2, 0.05)), {.units = false, .anchors = false});
  const comparison answer = must_compare_prints(subject, reference);
  BOOST_TEST(name_of(answer.overall) == name_of(verdict::undetermined));
  BOOST_TEST(only(answer).sentence.find("no test") != std::string::npos, only(answer).sentence);
  BOOST_TEST(only(answer).sentence.find("nan") == std::string::npos, only(answer).sentence);
}

BOOST_AUTO_TEST_CASE(without_units_anchors_still_show_that_models_are_related) {
  const fingerprint reference = must_print(towers(2));
  const fingerprint subject = disclose(must_print(towers(2, 0.05)), {.units = false});
  const comparison answer = must_compare_prints(subject, reference);
  BOOST_TEST(name_of(answer.overall) == name_of(verdict::related));
  BOOST_TEST(only(answer).sentence.starts_with("without tests by index"), only(answer).sentence);
}

/// Re-encoding remains possible where one side is quantised, and is not claimed.
BOOST_AUTO_TEST_CASE(a_quantised_side_is_mentioned) {
  const fingerprint reference = must_print(towers(2));
  fingerprint subject = must_print(towers(2, 0.01));
  const auto says = [](const comparison& answer) {
    const auto& possible = only(answer).explanations;
    return std::any_of(possible.begin(), possible.end(), [](const auto& one) {
      return (one.kind == explanation_kind::subject_reencoded ||
              one.kind == explanation_kind::reference_reencoded) &&
             one.name == "q4_k";
    });
  };
  BOOST_TEST(!says(must_compare_prints(subject, reference)));
  for (tensor_print& tensor : subject.tensors)
    tensor.scheme = "q4_k";
  const comparison answer = must_compare_prints(subject, reference);
  BOOST_TEST(name_of(answer.overall) == name_of(verdict::derived));
  BOOST_TEST(says(answer));
  BOOST_TEST(says(must_compare_prints(reference, subject)));
  BOOST_TEST(!says(must_compare_prints(subject, subject)));
}

BOOST_AUTO_TEST_CASE(small_fingerprints_still_know_copies) {
  const fingerprint small = truncate(must_print(towers(2)), print_level::small);
  BOOST_TEST(name_of(must_compare_prints(small, must_print(towers(2))).overall) ==
             name_of(verdict::identical));
}

/// The sentences of an identity that digests do not show say what it rests on.
BOOST_AUTO_TEST_CASE(equality_by_checksum_is_said_to_be_that) {
  const fingerprint one = disclose(must_print(towers(2)), {.digests = false});
  const comparison answer = must_compare_prints(one, one);
  BOOST_TEST(name_of(answer.overall) == name_of(verdict::identical));
  BOOST_TEST(only(answer).sentence.find("checksums") != std::string::npos);
}

/// Every checksum of a stranger forged to meet the reference's: nothing else agrees.
BOOST_AUTO_TEST_CASE(forged_checksums_convict_nobody) {
  const fingerprint reference = must_print(towers(3));
  for (const disclosure& kept :
       {disclosure{.digests = false}, disclosure{.sketch = false, .digests = false},
        disclosure{.digests = false, .sums = false},
        disclosure{.sketch = false, .digests = false, .sums = false}}) {
    fingerprint stranger = disclose(must_print(towers(4)), kept);
    for (std::size_t i = 0; i < stranger.tensors.size(); ++i) {
      stranger.tensors[i].checksum = reference.tensors[i].checksum;
      stranger.tensors[i].zeros = reference.tensors[i].zeros;
      stranger.tensors[i].negative = reference.tensors[i].negative;
    }
    BOOST_TEST(!is_finding(must_compare_prints(stranger, reference).overall));
  }
}

/// A checksum that meets by accident, in a component of one convicting tensor.
BOOST_AUTO_TEST_CASE(one_accident_convicts_nobody) {
  gaussian random(9);
  fingerprint prints[2];
  for (fingerprint& print : prints) {
    model_in_memory model;
    model.add("fc.weight", {128, 96}, heavy_matrix(random, 128, 96));
    print = must_print(model);
  }
  prints[0].tensors[0].type = dtype::bf16;
  prints[0].tensors[0].checksum = prints[1].tensors[0].checksum_bf16;
  BOOST_TEST(!is_finding(must_compare_prints(prints[0], prints[1]).overall));
}

/// Values that a test could not tell from copies when nobody looked at them.
model_in_memory with_tables(std::uint64_t seed) {
  gaussian random(seed);
  model_in_memory model;
  language_model(random, 2, 96, 264, 128).store(model, "model.");
  for (int layer = 0; layer < 6; ++layer)
    model.add("model.layers." + std::to_string(layer) + ".table.weight", {150, 96},
              sinusoids(150, 96));
  return model;
}

fingerprint built_from_names(const model_in_memory& model) {
  std::vector<tensor_declaration> declared;
  for (std::size_t i = 0; i < model.size(); ++i)
    declared.push_back({std::string(model[i].name),
                        model[i].type,
                        {model[i].shape.begin(), model[i].shape.end()}});
  auto builder = fingerprint_builder::begin(declared);
  BOOST_REQUIRE(builder);
  for (std::size_t i = 0; i < model.size(); ++i) {
    const std::uint64_t count = element_count(model[i]);
    const std::size_t bytes = count * bits_of(model[i].type) / 8;
    BOOST_REQUIRE(builder->add(i, 0, count, {model[i].data, bytes}));
  }
  auto print = builder->finish();
  BOOST_REQUIRE(print);
  return std::move(*print);
}

BOOST_AUTO_TEST_CASE(tables_nobody_looked_at_convict_nobody) {
  const model_in_memory one = with_tables(20);
  const model_in_memory other = with_tables(21);
  const fingerprint named[] = {built_from_names(one), built_from_names(other)};
  const fingerprint seen[] = {must_print(one), must_print(other)};
  BOOST_TEST(!is_finding(must_compare_prints(named[0], named[1]).overall));
  BOOST_TEST(!is_finding(must_compare_prints(named[0], seen[1]).overall));
  BOOST_TEST(!is_finding(must_compare_prints(seen[0], named[1]).overall));
  for (const inventory_entry& entry : named[0].contents.entries)
    BOOST_TEST(
        (entry.use != evidence_use::convicting || entry.slot.find("table") == std::string::npos));
}

BOOST_AUTO_TEST_CASE(names_alone_still_find_what_is_trained) {
  const model_in_memory one = with_tables(20);
  BOOST_TEST(is_finding(
      must_compare_prints(built_from_names(one), built_from_names(with_tables(20))).overall));
}

} // namespace
