// Operations that rearrange parts, from the zoo's true correspondences.
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <zoo/recipes.hpp>

#include <boost/test/unit_test.hpp>

#include "lineage/operation/prove_direction.hpp"
#include "lineage/operation/structural_operations.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::zoo;

component_correspondence correspondence_of(const descent& truth) {
  component_correspondence found;
  found.layer_of = truth.layer_of;
  found.stream_of = truth.stream_of;
  found.stream_sign = truth.stream_sign;
  found.token_of = truth.token_of;
  found.basis = truth.rotated              ? basis_relation::rotated
                : !truth.stream_of.empty() ? basis_relation::permuted
                                           : basis_relation::same;
  for (const auto& [group, map] : truth.units_of) {
    unit_correspondence units;
    units.subject_group = group;
    // Experts all come from the layer's one network.
    units.reference_group = group.substr(0, group.find(".experts"));
    found.repeats_networks = found.repeats_networks || units.reference_group != group;
    units.reference_of = map;
    units.identity = true;
    for (std::size_t i = 0; i < map.size(); ++i)
      units.identity = units.identity && map[i] == static_cast<std::int64_t>(i);
    found.units.push_back(std::move(units));
  }
  return found;
}

std::uint64_t count_containing(const zoo_model& model, const std::string& text) {
  std::uint64_t count = 0;
  for (const zoo_tensor& tensor : model.tensors)
    count += tensor.name.find(text) != std::string::npos ? 1 : 0;
  return count;
}

component_sizes sizes_of(const descendant& child, const zoo_model& parent) {
  component_sizes sizes;
  sizes.subject_layers = child.model.decoder.layers;
  sizes.reference_layers = parent.decoder.layers;
  sizes.subject_width = child.model.decoder.width;
  sizes.reference_width = parent.decoder.width;
  sizes.subject_tokens = child.model.decoder.vocabulary;
  sizes.reference_tokens = parent.decoder.vocabulary;
  sizes.subject_experts = 1 + (count_containing(child.model, "experts.1.") > 0 ? 1 : 0);
  sizes.reference_experts = 1;
  return sizes;
}

BOOST_AUTO_TEST_CASE(structure_is_named_from_true_maps) {
  const std::set<operation_kind> structural{operation_kind::width_pruned,
                                            operation_kind::depth_pruned,
                                            operation_kind::depth_upscaled,
                                            operation_kind::upcycled,
                                            operation_kind::vocabulary_extended,
                                            operation_kind::vocabulary_changed,
                                            operation_kind::permuted,
                                            operation_kind::rotated,
                                            operation_kind::width_padded};
  int judged = 0;
  int right = 0;
  for (const std::uint64_t seed : {41, 42}) {
    const relatives from = made_relatives(seed);
    for (const recipe& one : recipes_for(backbone::decoder)) {
      if (!one.mixed.empty()) continue;
      for (std::size_t k = 0; k < one.strengths.size(); ++k) {
        if (one.name == "quantised" && k > 0) break;
        const descendant child = one.apply(from, k, seed + k);
        std::set<std::string> wanted, named;
        for (const operation_kind kind : child.truth.operations)
          if (structural.count(kind) != 0) wanted.insert(std::string(name_of(kind)));
        const auto findings =
            structural_operations(correspondence_of(child.truth), sizes_of(child, from.parent));
        for (const auto& finding : findings) {
          named.insert(std::string(name_of(finding.kind)));
          BOOST_TEST(!finding.text.empty());
        }
        ++judged;
        right += named == wanted ? 1 : 0;
        std::string said, meant;
        for (const auto& kind : named)
          said += " " + kind;
        for (const auto& kind : wanted)
          meant += " " + kind;
        if (named != wanted)
          BOOST_TEST_MESSAGE(one.name << ", " << one.strengths[k] << ": said" << said << "; true"
                                      << meant);
        const auto direction = prove_direction({}, {}, findings);
        BOOST_TEST(name_of(direction.which) != "reference_from_subject");
        if (child.truth.provable == descent_direction::undetermined)
          BOOST_TEST(name_of(direction.which) == "undetermined", one.name);
      }
    }
  }
  BOOST_TEST_MESSAGE(right << " of " << judged);
  BOOST_TEST(right * 20 >= judged * 19);
}

} // namespace

/// Several experts where there was one network prove nothing unless they were found to come from
/// it.
BOOST_AUTO_TEST_CASE(experts_that_come_from_nowhere_are_no_upcycling) {
  component_correspondence found;
  component_sizes sizes;
  sizes.subject_experts = 4;
  sizes.reference_experts = 1;
  BOOST_TEST(structural_operations(found, sizes).empty());
  found.repeats_networks = true;
  BOOST_TEST(structural_operations(found, sizes).size() == 1U);
}

/// A wider stream was made later only if its own dimensions hold nothing: else the other may have
/// been cut from it.
BOOST_AUTO_TEST_CASE(an_unused_width_is_a_direction) {
  component_correspondence found;
  found.basis = basis_relation::rotated;
  component_sizes sizes;
  sizes.subject_width = 80;
  sizes.reference_width = 64;
  for (const double outside : {0.0, 1e-6, 0.1, std::nan("")}) {
    found.stream_outside = outside;
    const auto which = prove_direction({}, {}, structural_operations(found, sizes)).which;
    BOOST_TEST(name_of(which) == (outside == 0.0 ? "subject_from_reference" : "undetermined"));
  }
  std::swap(sizes.subject_width, sizes.reference_width);
  found.stream_outside = 0; // of a narrower stream that says nothing
  const auto which = prove_direction({}, {}, structural_operations(found, sizes)).which;
  BOOST_TEST(name_of(which) == "undetermined");
}
