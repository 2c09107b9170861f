#include <filesystem>
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

/// References are named by the full path; below a dropped wrapper our name lacks the first part.
const tensor_view* named_or_unwrapped(const std::vector<tensor_view>& views,
                                      const std::string& name) {
  if (const tensor_view* view = tensor_named(views, name)) return view;
  for (const std::string wrapper : {"state_dict.", "model.", "model_state_dict."})
    if (name.starts_with(wrapper)) return tensor_named(views, name.substr(wrapper.size()));
  return nullptr;
}

/// Compares every tensor of `file`; answers how many.
std::size_t check_all(const fs::path& file, const nlohmann::json& references,
                      const nlohmann::json& order, const std::vector<tensor_view>& stored,
                      file_access access) {
  const auto opened = checkpoint::open(file, as_stored(access));
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  const auto views = views_of(*opened);
  BOOST_TEST(views.size() == references.size(), file << ": number of tensors");
  for (std::size_t index = 0; index < order.size(); ++index) {
    const std::string name = order.at(index);
    const tensor_view* view = named_or_unwrapped(views, name);
    BOOST_TEST_REQUIRE((view != nullptr), file << ": tensor " << name);
    std::string member = std::to_string(10000 + index);
    member[0] = 't';
    check_against_reference(*view, references.at(name), tensor_named(stored, member),
                            file.filename().string() + ": " + name);
  }
  return order.size();
}

/// True for the files whose tensors are of a kind that no reading as stored elements gives.
bool is_unsupported(const fs::path& file) {
  const auto opened = checkpoint::open(file);
  return !opened && opened.error().code == errc::unsupported;
}

/// All files with references of their own: <name>.json, .names.json and .npz.
std::size_t check_own_references(const fs::path& folder, file_access access, std::size_t& files) {
  std::size_t checked = 0;
  for (const auto& found : fs::directory_iterator(folder / "ref")) {
    const std::string name = found.path().filename().string();
    if (!name.ends_with(".pt.json")) continue;
    const std::string stem = name.substr(0, name.size() - 5);
    const fs::path file = folder / "good" / stem;
    if (!fs::exists(file) || is_unsupported(file)) continue;
    // A self-extractor's prefix is refused, as torch does.
    if (stem == "var__prefix_junk.pt") continue;
    // Its writer lost the lazy bits: the file holds nothing that tells the elements from their
    // conjugates, which the reference has.
    if (stem == "gen__conj_neg.pt") continue;
    const auto values = checkpoint::open(folder / "ref" / (stem + ".npz"));
    BOOST_TEST_REQUIRE(values.has_value(), (values ? "" : values.error().message));
    checked += check_all(file, load_reference_json(found.path()),
                         load_reference_json(folder / "ref" / (stem + ".names.json")),
                         views_of(*values), access);
    ++files;
  }
  return checked;
}

std::size_t check_third_party(const fs::path& folder, file_access access, std::size_t& files) {
  std::size_t checked = 0;
  const nlohmann::json third_party = load_reference_json(folder / "ref/thirdparty.json");
  for (const auto& [name, references] : third_party.items()) {
    nlohmann::json order = nlohmann::json::array();
    bool whole = true; // some entries only say why the reference reader refused the file
    for (const auto& [tensor, reference] : references.items()) {
      whole = whole && reference.is_object();
      order.push_back(tensor);
    }
    if (!whole || order.empty()) continue;
    checked += check_all(folder / "good" / name, references, order, {}, access);
    ++files;
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
  for (const char* prefix : {"pytorch/", "pickle/"}) {
    const corpus_counts counts = check_corpus_answers(*root, prefix);
    BOOST_TEST(counts.good > 0);
    BOOST_TEST(counts.bad > 90);
  }
}

BOOST_AUTO_TEST_CASE(values_equal_their_references) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    std::size_t files = 0;
    std::size_t checked = check_own_references(*root / "pytorch", access, files);
    checked += check_third_party(*root / "pytorch", access, files);
    BOOST_TEST_MESSAGE(checked << " tensors of " << files << " files compared");
    BOOST_TEST(files > 90U);
    BOOST_TEST(checked > 300U);
  }
}
