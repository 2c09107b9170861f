// Everything that is known of a change reaches C callers: rulings made by hand, behind the handle.
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

#include <weightkin.h>

#include "handles.hpp"

using namespace weightkin;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// Two components: the first knows everything, the second nothing.
wkin_comparison made_comparison() {
  component_correspondence found;
  found.reference = 7;
  found.layer_of = {0, no_counterpart, 2};
  found.basis = basis_relation::permuted;
  found.stream_of = {1, 0};
  found.stream_sign = {-1, 1};
  found.token_of = {3, no_counterpart, 0, 1};
  found.units = {{"mlp.0", "mlp.5", {2, 0, no_counterpart}, 0.75, false},
                 {"mlp.1", "mlp.6", {}, std::nan(""), true}};
  found.repeats_networks = true;
  found.log10_choices = 1.5;

  component_ruling told;
  told.change = change_kind::rearranged;
  told.arrangement = found;
  told.searched.effect = 0.5;
  told.searched.units = 12;
  told.searched.null = null_kind::permutation_student;
  told.searched_groups = 4;
  told.operations = {
      {operation_kind::pruned, "half is zero", {{"density", 0.5, 0.01}}, infinite, {"w", "v"}},
      {operation_kind::rotated, "turned", {}, 12.5, {}}};
  told.direction = {descent_direction::subject_from_reference, "zeros"};

  comparison made;
  made.components = {told, component_ruling{}};
  made.searched = {"layers", "units"};
  made.tensors.resize(2);
  made.tensors[0].fitted = fit_kind::values;
  made.tensors[0].match = match_kind::searched;
  made.tensors[0].rounded = true;
  return wkin_comparison(std::move(made));
}

} // namespace

BOOST_AUTO_TEST_CASE(a_ruling_tells_what_was_searched_and_done) {
  const wkin_comparison made = made_comparison();
  wkin_component_ruling told{};
  BOOST_TEST(wkin_comparison_component(&made, 0, &told, sizeof told, nullptr) == WKIN_OK);
  BOOST_TEST(told.change == WKIN_CHANGE_REARRANGED);
  BOOST_TEST(told.searched.effect == 0.5);
  BOOST_TEST(told.searched.units == 12U);
  BOOST_TEST(told.searched.null == WKIN_NULL_PERMUTATION_STUDENT);
  BOOST_TEST(told.searched_groups == 4U);
  BOOST_TEST(told.direction == WKIN_DIRECTION_SUBJECT_FROM_REFERENCE);
  BOOST_TEST(std::string(told.direction_reason) == "zeros");
  BOOST_TEST(told.operations == 2U);
  BOOST_TEST(told.arranged == 1U);
  BOOST_TEST(wkin_comparison_component(&made, 1, &told, sizeof told, nullptr) == WKIN_OK);
  BOOST_TEST(told.operations == 0U);
  BOOST_TEST(told.arranged == 0U);
  BOOST_TEST(std::string(told.direction_reason).empty());
  BOOST_TEST(told.searched.null == WKIN_NULL_NONE);

  wkin_overall overall{};
  BOOST_TEST(wkin_comparison_overall(&made, &overall, sizeof overall, nullptr) == WKIN_OK);
  BOOST_TEST(overall.searched == 2U);
  BOOST_TEST(std::string(wkin_comparison_searched(&made, 1)) == "units");
  BOOST_TEST((wkin_comparison_searched(&made, 2) == nullptr));

  wkin_tensor_evidence pair{};
  BOOST_TEST(wkin_comparison_tensor(&made, 0, &pair, sizeof pair, nullptr) == WKIN_OK);
  BOOST_TEST(pair.fit == WKIN_FIT_VALUES);
  BOOST_TEST(pair.match == WKIN_MATCH_SEARCHED);
  BOOST_TEST(pair.rounded == 1U);
  BOOST_TEST(wkin_comparison_tensor(&made, 1, &pair, sizeof pair, nullptr) == WKIN_OK);
  BOOST_TEST(pair.fit == WKIN_FIT_NONE);
  BOOST_TEST(pair.rounded == 0U);
}

BOOST_AUTO_TEST_CASE(operations_are_told_with_numbers_and_tensors) {
  const wkin_comparison made = made_comparison();
  wkin_operation told{};
  BOOST_TEST(wkin_comparison_operation(&made, 0, 0, &told, sizeof told, nullptr) == WKIN_OK);
  BOOST_TEST(told.kind == WKIN_OPERATION_PRUNED);
  BOOST_TEST(std::string(told.text) == "half is zero");
  BOOST_TEST(told.log10_likelihood_margin == infinite);
  BOOST_TEST(told.numbers == 1U);
  BOOST_TEST(told.tensors == 2U);
  wkin_operation_number number{};
  BOOST_TEST(wkin_comparison_operation_number(&made, 0, 0, 0, &number, sizeof number, nullptr) ==
             WKIN_OK);
  BOOST_TEST(std::string(number.name) == "density");
  BOOST_TEST(number.value == 0.5);
  BOOST_TEST(number.error == 0.01);
  BOOST_TEST(std::string(wkin_comparison_operation_tensor(&made, 0, 0, 0)) == "w");
  BOOST_TEST(std::string(wkin_comparison_operation_tensor(&made, 0, 0, 1)) == "v");
  BOOST_TEST(wkin_comparison_operation(&made, 0, 1, &told, sizeof told, nullptr) == WKIN_OK);
  BOOST_TEST(told.kind == WKIN_OPERATION_ROTATED);
  BOOST_TEST(told.log10_likelihood_margin == 12.5);
  BOOST_TEST(told.numbers == 0U);
  BOOST_TEST(told.tensors == 0U);
}

BOOST_AUTO_TEST_CASE(operations_that_are_not_there_are_refused) {
  const wkin_comparison made = made_comparison();
  wkin_operation told{};
  wkin_operation_number number{};
  const auto operation = [&](std::size_t component, std::size_t index) {
    return wkin_comparison_operation(&made, component, index, &told, sizeof told, nullptr);
  };
  const auto measured = [&](std::size_t component, std::size_t index, std::size_t which) {
    return wkin_comparison_operation_number(&made, component, index, which, &number, sizeof number,
                                            nullptr);
  };
  BOOST_TEST(operation(0, 2) == WKIN_BAD_ARGUMENT);
  BOOST_TEST(operation(1, 0) == WKIN_BAD_ARGUMENT);
  BOOST_TEST(operation(2, 0) == WKIN_BAD_ARGUMENT);
  BOOST_TEST(measured(0, 0, 1) == WKIN_BAD_ARGUMENT);
  BOOST_TEST(measured(0, 2, 0) == WKIN_BAD_ARGUMENT);
  BOOST_TEST(measured(2, 0, 0) == WKIN_BAD_ARGUMENT);
  BOOST_TEST((wkin_comparison_operation_tensor(&made, 0, 0, 2) == nullptr));
  BOOST_TEST((wkin_comparison_operation_tensor(&made, 0, 2, 0) == nullptr));
  BOOST_TEST((wkin_comparison_operation_tensor(&made, 2, 0, 0) == nullptr));
  BOOST_TEST(wkin_comparison_operation(&made, 0, 0, nullptr, sizeof told, nullptr) ==
             WKIN_BAD_ARGUMENT);
  BOOST_TEST(wkin_comparison_operation_number(&made, 0, 0, 0, &number, 0, nullptr) ==
             WKIN_BAD_ARGUMENT);
}

BOOST_AUTO_TEST_CASE(an_arrangement_is_lent_map_by_map) {
  const wkin_comparison made = made_comparison();
  const component_correspondence& original = *made.ruling.components[0].arrangement;
  wkin_arrangement told{};
  BOOST_TEST(wkin_comparison_arrangement(&made, 0, &told, sizeof told, nullptr) == WKIN_OK);
  BOOST_TEST(told.reference == 7U);
  BOOST_TEST(told.layers == 3U);
  BOOST_TEST(told.layer_of[1] == WKIN_NO_COUNTERPART);
  BOOST_TEST(told.layer_of[2] == 2);
  BOOST_TEST(told.basis == WKIN_BASIS_PERMUTED);
  BOOST_TEST(told.stream == 2U);
  BOOST_TEST((told.stream_of == original.stream_of.data()));
  BOOST_TEST(told.stream_signs == 2U);
  BOOST_TEST(static_cast<int>(told.stream_sign[0]) == -1);
  BOOST_TEST(told.tokens == 4U);
  BOOST_TEST((told.token_of == original.token_of.data()));
  BOOST_TEST(told.unit_maps == 2U);
  BOOST_TEST(told.moves_values == 0U);
  BOOST_TEST(told.repeats_networks == 1U);
  BOOST_TEST(told.log10_choices == 1.5);

  wkin_unit_map map{};
  BOOST_TEST(wkin_comparison_unit_map(&made, 0, 0, &map, sizeof map, nullptr) == WKIN_OK);
  BOOST_TEST(std::string(map.subject_group) == "mlp.0");
  BOOST_TEST(std::string(map.reference_group) == "mlp.5");
  BOOST_TEST(map.units == 3U);
  BOOST_TEST(map.reference_of[0] == 2);
  BOOST_TEST(map.reference_of[2] == WKIN_NO_COUNTERPART);
  BOOST_TEST(map.agreement == 0.75);
  BOOST_TEST(map.identity == 0U);
  BOOST_TEST(wkin_comparison_unit_map(&made, 0, 1, &map, sizeof map, nullptr) == WKIN_OK);
  BOOST_TEST(map.identity == 1U);
  BOOST_TEST(map.units == 0U);
  BOOST_TEST((map.reference_of == nullptr));
  BOOST_TEST(std::isnan(map.agreement));
}

BOOST_AUTO_TEST_CASE(an_arrangement_that_is_not_there_is_undefined) {
  const wkin_comparison made = made_comparison();
  wkin_arrangement told{};
  wkin_unit_map map{};
  wkin_error error{};
  told.layers = 5;
  BOOST_TEST(wkin_comparison_arrangement(&made, 1, &told, sizeof told, &error) == WKIN_UNDEFINED);
  BOOST_TEST(error.status == WKIN_UNDEFINED);
  BOOST_TEST(told.layers == 5U);
  BOOST_TEST(wkin_comparison_arrangement(&made, 2, &told, sizeof told, nullptr) ==
             WKIN_BAD_ARGUMENT);
  BOOST_TEST(wkin_comparison_arrangement(&made, 0, nullptr, sizeof told, nullptr) ==
             WKIN_BAD_ARGUMENT);
  BOOST_TEST(wkin_comparison_unit_map(&made, 0, 2, &map, sizeof map, nullptr) == WKIN_BAD_ARGUMENT);
  BOOST_TEST(wkin_comparison_unit_map(&made, 1, 0, &map, sizeof map, nullptr) == WKIN_UNDEFINED);
  BOOST_TEST(wkin_comparison_unit_map(&made, 2, 0, &map, sizeof map, nullptr) == WKIN_BAD_ARGUMENT);
}

BOOST_AUTO_TEST_CASE(a_mixture_is_told_layer_by_layer) {
  merge_component part;
  part.id = "model";
  part.text = "mixed";
  part.method = merge_method::dare;
  part.weights = {{0.25, 0.01, 9}, {0.75, 0.02, infinite}};
  part.layers = {{-1, 1, {{0.5, 0, 1}, {0.5, 0, 1}}, 0.125}, {4, 2, {}, 0.25}};
  part.tensors = 3;
  part.contributors = 2;
  part.unexplained = 0.0625;
  part.density = 0.5;
  part.weight_sum = 1;
  part.weight_sum_error = 0.03;
  wkin_merge made;
  made.ruling = {{part}, "model: mixed"};

  wkin_mixture told{};
  BOOST_TEST(wkin_merge_component(&made, 0, &told, sizeof told, nullptr) == WKIN_OK);
  BOOST_TEST(std::string(told.id) == "model");
  BOOST_TEST(std::string(told.text) == "mixed");
  BOOST_TEST(told.method == WKIN_MERGE_DARE);
  BOOST_TEST(told.references == 2U);
  BOOST_TEST(told.layers == 2U);
  BOOST_TEST(told.tensors == 3U);
  BOOST_TEST(told.contributors == 2U);
  BOOST_TEST(told.unexplained == 0.0625);
  BOOST_TEST(told.density == 0.5);
  BOOST_TEST(told.weight_sum == 1.0);
  BOOST_TEST(told.weight_sum_error == 0.03);

  wkin_parent_share share{};
  BOOST_TEST(wkin_merge_share(&made, 0, 1, &share, sizeof share, nullptr) == WKIN_OK);
  BOOST_TEST(share.weight == 0.75);
  BOOST_TEST(share.error == 0.02);
  BOOST_TEST(share.log10_margin == infinite);

  wkin_layer_mixture layer{};
  BOOST_TEST(wkin_merge_layer(&made, 0, 0, &layer, sizeof layer, nullptr) == WKIN_OK);
  BOOST_TEST(layer.layer == -1);
  BOOST_TEST(layer.tensors == 1U);
  BOOST_TEST(layer.references == 2U);
  BOOST_TEST(layer.unexplained == 0.125);
  BOOST_TEST(wkin_merge_layer(&made, 0, 1, &layer, sizeof layer, nullptr) == WKIN_OK);
  BOOST_TEST(layer.layer == 4);
  BOOST_TEST(layer.references == 0U);
  BOOST_TEST(wkin_merge_layer_share(&made, 0, 0, 0, &share, sizeof share, nullptr) == WKIN_OK);
  BOOST_TEST(share.weight == 0.5);
  BOOST_TEST(wkin_merge_layer_share(&made, 0, 1, 0, &share, sizeof share, nullptr) ==
             WKIN_BAD_ARGUMENT);
}
