#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <weightkin/core/tensor_source.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/corpus_check.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;

namespace {

/// Files that are opened through another: the manifest lists those of good bundles as sound, too.
bool is_opened_through_another(const corpus_case& test_case) {
  return test_case.path.find(".data-") != std::string::npos ||
         test_case.path.ends_with("fingerprint.pb");
}

std::string joined(const std::vector<std::string>& answers) {
  std::string text;
  for (const std::string& answer : answers)
    text += answer + "; ";
  return text;
}

/// "<f4" as the generated references say it.
std::string type_name(const std::string& numpy_type) {
  static const std::map<std::string, std::string> names{
      {"<f4", "float32"}, {"<f8", "float64"}, {"<i4", "int32"}, {"<i8", "int64"}};
  return names.at(numpy_type);
}

} // namespace

BOOST_AUTO_TEST_CASE(every_case_is_answered_as_the_manifest_says) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  corpus_counts counts;
  for (const corpus_case& test_case : corpus_cases(*root, "tf_checkpoint/")) {
    if (is_opened_through_another(test_case)) continue;
    for (const bool undo_layout : {false, true}) {
      open_options options = as_stored(undo_layout ? file_access::copied : file_access::mapped);
      options.undo_layout = undo_layout;
      const auto answers = corpus_answers(*root / test_case.path, options);
      BOOST_TEST(is_right(test_case, answers),
                 test_case.path << " (" << test_case.why << "): answered " << joined(answers)
                                << "expected " << test_case.expected_text());
    }
    ++(test_case.is_bad() ? counts.bad : counts.good);
  }
  BOOST_TEST_MESSAGE(counts.good << " good and " << counts.bad << " bad files checked");
  BOOST_TEST(counts.good == 37);
  BOOST_TEST(counts.bad == 46);
}

BOOST_AUTO_TEST_CASE(generated_bundles_hold_their_references) {
  const auto root = corpus_root();
  if (!root) return;
  const fs::path folder = *root / "tf_checkpoint";
  std::size_t checked = 0;
  for (const std::string name : {"all_dtypes", "three_shards", "snappy", "snappy_literal",
                                 "partitioned", "string_tensor", "big_endian"}) {
    const auto select = [&](const std::string& reference) {
      return reference.starts_with(name + "/") ? reference.substr(name.size() + 1) : "";
    };
    for (const file_access access : {file_access::mapped, file_access::copied})
      checked += check_generated_reference(folder / ("good/gen_" + name + "/variables.index"),
                                           folder / "ref/gen", as_stored(access), select);
  }
  BOOST_TEST(checked == 2 * 79U);
}

BOOST_AUTO_TEST_CASE(real_bundles_hold_their_references) {
  const auto root = corpus_root();
  if (!root) return;
  const fs::path folder = *root / "tf_checkpoint";
  std::size_t bundles = 0;
  std::size_t tensors = 0;
  const nlohmann::json all = load_reference_json(folder / "ref/thirdparty.json");
  for (const auto& [path, references] : all.items()) {
    const auto opened = checkpoint::open(folder / "good" / path, as_stored(file_access::mapped));
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    const auto views = views_of(*opened);
    std::size_t found = 0;
    for (const auto& [name, reference] : references.items()) {
      if (name == "_CHECKPOINTABLE_OBJECT_GRAPH") continue; // strings
      const tensor_view* view = tensor_named(views, name);
      BOOST_TEST_REQUIRE((view != nullptr), path << ": has tensor " << name);
      nlohmann::json named = reference;
      named["dtype"] = type_name(reference.at("dtype"));
      check_against_reference(*view, named, nullptr, path + ": " + name);
      ++found;
    }
    BOOST_TEST(found == views.size(), path << ": holds nothing else");
    tensors += found;
    ++bundles;
  }
  BOOST_TEST(bundles == 13U);
  BOOST_TEST(tensors >= 40U);
}
