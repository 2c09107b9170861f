// A component with two stacks of layers: what was found of both says how it lies on the
// reference's.
#include <string>
#include <vector>
#include <zoo/derive_permutation.hpp>
#include <zoo/made_decoder.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/compare.hpp>

namespace {

using namespace weightkin;

constexpr zoo::decoder_sizes slim{256, 48, 96, 4, 4, 2, 12};

/// The layers of two decoders under two names, in one component; tables and the rest of the first.
zoo::zoo_model joined(const zoo::zoo_model& one, const zoo::zoo_model& other) {
  zoo::zoo_model both = one;
  both.tensors.clear();
  const std::string layers = "model.layers.";
  for (const zoo::zoo_tensor& tensor : one.tensors) {
    zoo::zoo_tensor copy = tensor;
    if (copy.name == "model.embed_tokens.weight") copy.name = "shared.weight";
    if (copy.name == "model.norm.weight") copy.name = "decoder.final_layer_norm.weight";
    if (copy.name.starts_with(layers))
      copy.name = "encoder.layers." + copy.name.substr(layers.size());
    both.tensors.push_back(copy);
  }
  for (const zoo::zoo_tensor& tensor : other.tensors)
    if (tensor.name.starts_with(layers)) {
      zoo::zoo_tensor copy = tensor;
      copy.name = "decoder.layers." + copy.name.substr(layers.size());
      both.tensors.push_back(copy);
    }
  return both;
}

std::size_t moved_groups(const component_ruling& ruling, const std::string& part) {
  std::size_t count = 0;
  if (ruling.arrangement)
    for (const unit_correspondence& units : ruling.arrangement->units)
      count += !units.identity && units.subject_group.find(part) != std::string::npos ? 1 : 0;
  return count;
}

BOOST_AUTO_TEST_CASE(units_of_all_stacks_are_reported) {
  const zoo::zoo_model one = zoo::made_decoder(1, slim);
  const zoo::zoo_model other = zoo::made_decoder(2, slim);
  const zoo::zoo_model parent = joined(one, other);
  const zoo::zoo_model child =
      joined(zoo::all_permuted(one, 3).model, zoo::all_permuted(other, 3).model);
  compare_options options;
  options.depth = search_depth::full;
  const auto answer = compare_views(child.views(), parent.views(), options);
  BOOST_REQUIRE(answer.has_value());
  BOOST_REQUIRE_EQUAL(answer->components.size(), 1U);
  const component_ruling& ruling = answer->components.front();
  BOOST_TEST(is_finding(ruling.ruling), ruling.sentence);
  BOOST_TEST(moved_groups(ruling, "encoder") == 4U, ruling.sentence);
  BOOST_TEST(moved_groups(ruling, "decoder") == 4U, ruling.sentence);
}

} // namespace
