#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <weightkin/core/tensor_source.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/corpus_check.hpp"
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

namespace fs = std::filesystem;

/// Cases that are checked otherwise: a link does not survive an archive and is made by a test of
/// its own, a hard link cannot be told from a file, and no bytes at all are no ONNX in particular.
constexpr std::array<std::string_view, 4> other_cases{
    "onnx/bad/ext_symlink_dir/model.onnx", "onnx/bad/ext_symlink_file/model.onnx",
    "onnx/bad/ext_hardlink/model.onnx", "onnx/bad/empty.onnx"};

bool is_other(const corpus_case& test_case) {
  const bool is_outside_data = test_case.path.ends_with(".bin"); // opened through its model
  return is_outside_data ||
         std::find(other_cases.begin(), other_cases.end(), test_case.path) != other_cases.end();
}

/// The answers of a file; a bare TensorProto has an answer of its own in the manifest.
std::vector<std::string> answers_for(const fs::path& path, const open_options& options) {
  auto answers = corpus_answers(path, options);
  const auto opened = checkpoint::open(path, options);
  if (opened && opened->format() == "onnx-tensor") answers = {"ok:tensorproto"};
  return answers;
}

/// The values of a reference of unsigned or signed bytes, widened as codes of less than a byte are.
std::vector<float> widened(const tensor_view& bytes) {
  const auto raw = *all_bytes(bytes);
  std::vector<float> values;
  for (const std::byte byte : raw) {
    const int value = std::to_integer<int>(byte);
    values.push_back(
        static_cast<float>(bytes.type == dtype::i8 && value > 127 ? value - 256 : value));
  }
  return values;
}

bool same_floats(const tensor_view& view, const std::vector<float>& wanted) {
  const auto found = *all_bytes(view);
  const auto bytes = std::as_bytes(std::span<const float>(wanted));
  return std::equal(found.begin(), found.end(), bytes.begin(), bytes.end());
}

/// Compares every tensor of `opened` that the generated references know.
std::size_t check_generated(const checkpoint& opened, const nlohmann::json& references,
                            const nlohmann::json& names, const std::vector<tensor_view>& values) {
  std::size_t checked = 0;
  for (const tensor_view& view : views_of(opened)) {
    const auto at = std::find(names.begin(), names.end(), std::string(view.name));
    if (at == names.end()) continue;
    std::string member = std::to_string(10000 + (at - names.begin()));
    member[0] = 't';
    const tensor_view* stored = tensor_named(values, member);
    BOOST_TEST_REQUIRE((stored != nullptr));
    const nlohmann::json& reference = references.at(std::string(view.name));
    const std::string where = opened.name() + ": " + std::string(view.name);
    const bool is_code = view.encoding != nullptr && bits_of(stored->type) == 8;
    if (is_code)
      BOOST_TEST(same_floats(view, widened(*stored)), where);
    else
      check_against_reference(view, reference, stored, where);
    ++checked;
  }
  return checked;
}

} // namespace

BOOST_AUTO_TEST_CASE(every_file_answers_one_of_its_right_answers) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  corpus_counts counts;
  for (const corpus_case& test_case : corpus_cases(*root, "onnx/")) {
    if (is_other(test_case)) continue;
    for (const file_access access : {file_access::mapped, file_access::copied})
      for (const bool undo_layout : {false, true}) {
        open_options options = as_stored(access);
        options.undo_layout = undo_layout;
        const auto answers = answers_for(*root / test_case.path, options);
        std::string answered;
        for (const std::string& answer : answers)
          answered += answer + "; ";
        BOOST_TEST(is_right(test_case, answers),
                   test_case.path << " (" << test_case.why << "): answered " << answered
                                  << "expected " << test_case.expected_text());
      }
    ++(test_case.is_bad() ? counts.bad : counts.good);
  }
  BOOST_TEST_MESSAGE(counts.good << " good and " << counts.bad << " bad files checked");
  BOOST_TEST(counts.good >= 124);
  BOOST_TEST(counts.bad >= 70);
}

BOOST_AUTO_TEST_CASE(values_equal_the_generated_references) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  const fs::path folder = *root / "onnx";
  const nlohmann::json references = load_reference_json(folder / "ref/gen.json");
  const nlohmann::json names = load_reference_json(folder / "ref/gen.names.json");
  const auto stored = checkpoint::open(folder / "ref/gen.npz", as_stored(file_access::mapped));
  BOOST_TEST_REQUIRE(stored.has_value());
  std::vector<fs::path> files{folder / "good/external/model.onnx"};
  for (const auto& entry : fs::directory_iterator(folder / "good"))
    // The one file whose tensor only shares its name with that of another file.
    if (const std::string name = entry.path().filename().string();
        name.starts_with("gen__") && name != "gen__ir3_no_opset.onnx")
      files.push_back(entry.path());
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    std::size_t checked = 0;
    for (const fs::path& file : files) {
      const auto opened = checkpoint::open(file, as_stored(access));
      BOOST_TEST_REQUIRE(opened.has_value(), file << (opened ? "" : opened.error().message));
      checked += check_generated(*opened, references, names, views_of(*stored));
    }
    BOOST_TEST_MESSAGE(checked << " tensors of " << files.size() << " files compared");
    BOOST_TEST(checked == names.size());
  }
}

BOOST_AUTO_TEST_CASE(values_equal_the_references_of_collected_files) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  const nlohmann::json all = load_reference_json(*root / "onnx/ref/thirdparty.json");
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    std::size_t checked = 0;
    for (const auto& [name, references] : all.items()) {
      const fs::path file = *root / "onnx/good" / name;
      const auto opened = checkpoint::open(file, as_stored(access));
      BOOST_TEST_REQUIRE(opened.has_value(), file << (opened ? "" : opened.error().message));
      const auto views = views_of(*opened);
      for (const auto& [tensor, reference] : references.items()) {
        if (!reference.is_object()) continue;
        const tensor_view* view = name.ends_with(".pb") && views.size() == 1
                                      ? &views.front()
                                      : tensor_named(views, tensor);
        BOOST_TEST_REQUIRE((view != nullptr), name << ": has tensor " << tensor);
        check_against_reference(*view, reference, nullptr, name + ": " + tensor);
        ++checked;
      }
    }
    BOOST_TEST_MESSAGE(checked << " tensors of " << all.size() << " collected files compared");
    BOOST_TEST(checked > 400U);
  }
}

BOOST_AUTO_TEST_CASE(links_that_leave_the_folder_are_not_followed) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  const temp_directory elsewhere;
  std::ofstream(elsewhere.path() / "passwd") << "eight by";
  const auto refusal = [&](const char* name, const char* link, const fs::path& target) {
    const temp_directory folder;
    fs::copy_file(*root / "onnx/bad" / name / "model.onnx", folder.path() / "model.onnx");
    fs::create_symlink(target, folder.path() / link);
    const auto opened =
        checkpoint::open(folder.path() / "model.onnx", as_stored(file_access::mapped));
    BOOST_TEST_REQUIRE(!opened.has_value(), name);
    BOOST_TEST((opened.error().why == fault::path), opened.error().message);
  };
  refusal("ext_symlink_file", "w.bin", elsewhere.path() / "passwd");
  refusal("ext_symlink_dir", "sub", elsewhere.path());
}
