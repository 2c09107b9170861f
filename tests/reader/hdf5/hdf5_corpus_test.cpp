#include <filesystem>
#include <set>
#include <string>

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

/// A file of no bytes says nothing of its format; every reader answers it as cut short.
constexpr const char* empty_file = "hdf5/bad/empty.h5";

/// What the files of generated references hold, under the names their format gives them.
struct generated_file {
  const char* name;
  std::size_t tensors; ///< compared with a reference
};

std::string feature_name(const std::string& reference) {
  const std::string prefix = "features.";
  return reference.starts_with(prefix) ? reference.substr(prefix.size()) : std::string();
}

} // namespace

BOOST_AUTO_TEST_CASE(every_corpus_file_gets_a_right_answer) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  corpus_counts counts;
  for (const corpus_case& test_case : corpus_cases(*root, "hdf5/")) {
    if (test_case.path == empty_file) continue;
    for (const file_access access : {file_access::mapped, file_access::copied})
      for (const bool undo_layout : {false, true}) {
        open_options options = as_stored(access);
        options.undo_layout = undo_layout;
        const auto answers = corpus_answers(*root / test_case.path, options);
        std::string answered;
        for (const std::string& answer : answers)
          answered += answer + "; ";
        BOOST_TEST(is_right(test_case, answers),
                   test_case.path << " (" << test_case.why << "): answered " << answered
                                  << "expected " << test_case.expected_text());
      }
    ++(test_case.is_bad() ? counts.bad : counts.good);
  }
  BOOST_TEST(counts.good == 44);
  BOOST_TEST(counts.bad == 41);
}

BOOST_AUTO_TEST_CASE(features_have_the_reference_values) {
  const auto root = corpus_root();
  if (!root) return;
  for (const char* name : {"gen__features_earliest.h5", "gen__features_latest.h5"})
    for (const file_access access : {file_access::mapped, file_access::copied}) {
      const fs::path file = *root / "hdf5/good" / name;
      if (const auto opened = checkpoint::open(file, as_stored(access)); !opened) {
        BOOST_TEST_MESSAGE(opened.error().message);
        BOOST_TEST((opened.error().code == errc::unsupported), opened.error().message);
        BOOST_TEST(file.string().find("latest") != std::string::npos);
        continue;
      }
      BOOST_TEST(check_generated_reference(file, *root / "hdf5/ref/gen", as_stored(access),
                                           feature_name) == 14U);
    }
}

BOOST_AUTO_TEST_CASE(files_of_others_have_the_reference_values) {
  const auto root = corpus_root();
  if (!root) return;
  const auto references = load_reference_json(*root / "hdf5/ref/thirdparty.json");
  std::size_t compared = 0;
  std::size_t refused = 0;
  for (const auto& [name, tensors] : references.items()) {
    const fs::path file = *root / "hdf5/good" / name;
    const auto opened = checkpoint::open(file, as_stored(file_access::copied));
    if (!opened) {
      BOOST_TEST_MESSAGE(opened.error().message);
      BOOST_TEST((opened.error().code == errc::unsupported), opened.error().message);
      ++refused;
      continue;
    }
    const auto views = views_of(*opened);
    for (const auto& [tensor, reference] : tensors.items()) {
      const tensor_view* view = tensor_named(views, tensor);
      BOOST_TEST_REQUIRE((view != nullptr), name << ": has " << tensor);
      check_against_reference(*view, reference, nullptr, name + ": " + tensor);
      ++compared;
    }
  }
  BOOST_TEST_MESSAGE(compared << " tensors compared, " << refused << " files refused");
  BOOST_TEST(compared >= 60U);
}
