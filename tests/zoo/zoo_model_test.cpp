#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <support/temp_directory.hpp>

#include <boost/test/unit_test.hpp>

#include "zoo_model.hpp"

using namespace weightkin;
using namespace weightkin::zoo;

namespace {

zoo_model sample() {
  zoo_model model;
  model.kind = backbone::two_tower;
  model.decoder = {7, 6, 5, 4, 3, 2, 1};
  model.tensors.push_back({"b.weight", {2, 3}, {1, -0.0F, 3, 4e-40F, 5, 6}});
  model.tensors.push_back({"a.weight", {1}, {0.1F}});
  return model;
}

} // namespace

BOOST_AUTO_TEST_CASE(what_was_saved_is_loaded) {
  const test::temp_directory folder;
  const std::string path = (folder.path() / "m.safetensors").string();
  const zoo_model before = sample();
  save(before, path);
  const zoo_model after = load(path);
  BOOST_TEST((after.kind == backbone::two_tower));
  BOOST_TEST(after.decoder.vocabulary == 7U);
  BOOST_TEST(after.decoder.head_width == 1U);
  BOOST_REQUIRE_EQUAL(after.tensors.size(), before.tensors.size());
  for (const zoo_tensor& tensor : before.tensors) {
    const zoo_tensor* again = after.find(tensor.name);
    BOOST_REQUIRE(again != nullptr);
    BOOST_TEST(again->shape == tensor.shape, boost::test_tools::per_element());
    BOOST_TEST(again->values == tensor.values, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(views_show_the_tensors) {
  const zoo_model model = sample();
  const auto views = model.views();
  BOOST_REQUIRE_EQUAL(views.size(), 2U);
  BOOST_TEST(views[0].name == "b.weight");
  BOOST_TEST(element_count(views[0]) == 6U);
  BOOST_TEST(
      (views[1].data == reinterpret_cast<const std::byte*>(model.find("a.weight")->values.data())));
  BOOST_TEST(model.find("c.weight") == nullptr);
}

BOOST_AUTO_TEST_CASE(other_files_are_refused) {
  const test::temp_directory folder;
  const std::string path = (folder.path() / "m.safetensors").string();
  BOOST_CHECK_THROW((void)load(path), std::runtime_error);
  std::ofstream(path) << "not a model";
  BOOST_CHECK_THROW((void)load(path), std::runtime_error);
}
