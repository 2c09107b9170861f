#include "support/corpus_check.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <span>
#include <utility>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_source.hpp>

#include "support/allocation_meter.hpp"
#include "support/sha256.hpp"
#include "support/temp_directory.hpp"

namespace weightkin::test {

namespace {

constexpr double corpus_seconds = 5;
constexpr std::size_t corpus_base_bytes = 64'000'000;
/// A decoded tensor of more elements than this (a few bytes can claim them) is not read whole.
constexpr std::uint64_t corpus_read_elements = 4'000'000;

/// Bytes of all files below the folder of `path`: what a file of several parts may take memory for.
std::uint64_t bytes_beside(const std::filesystem::path& path) {
  std::uint64_t total = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path.parent_path()))
    if (entry.is_regular_file()) total += entry.file_size();
  return total;
}

/// A refusal is one printable line that names the file.
void check_refusal_message(const std::filesystem::path& path, const error& failure) {
  BOOST_TEST((failure.code == errc::bad_format || failure.code == errc::unsupported),
             path << ": code " << name_of(failure.code) << ": " << failure.message);
  BOOST_TEST(failure.message.find(path.parent_path().filename().string()) != std::string::npos,
             "names the file: " << failure.message);
  for (const char c : failure.message)
    BOOST_TEST((c >= 0x20 && c < 0x7f), "one printable line: " << failure.message);
}

/// Some cases hold links, which no archive keeps: a copy is made with the link its recipe names
/// (`name -> target`), beside the family's good files.
std::filesystem::path with_its_link(const std::filesystem::path& root, const corpus_case& test_case,
                                    const temp_directory& copy) {
  namespace fs = std::filesystem;
  const fs::path original = (root / test_case.path).parent_path();
  const fs::path folder = (copy.path() / test_case.path).parent_path();
  const std::string family = test_case.path.substr(0, test_case.path.find('/'));
  fs::create_directories(folder);
  fs::copy(root / family / "good", copy / (family + "/good"), fs::copy_options::recursive);
  for (const auto& entry : fs::directory_iterator(original))
    if (entry.path().filename() != "LINK.txt")
      fs::copy_file(entry.path(), folder / entry.path().filename());
  std::ifstream recipe(original / "LINK.txt");
  std::string name;
  std::string arrow;
  std::string target;
  recipe >> name >> arrow >> target;
  BOOST_REQUIRE(arrow == "->");
  fs::create_symlink(target, folder / name);
  BOOST_TEST_REQUIRE(fs::exists(folder / name), "the link leads somewhere");
  return copy / test_case.path;
}

/// A tensor's elements in the dtype of its reference: raw, or widened to f32.
std::vector<std::byte> in_reference_type(const tensor_view& view, const std::string& type) {
  auto raw = all_bytes(view);
  BOOST_TEST_REQUIRE(raw.has_value(), (raw ? "" : raw.error().message));
  if (type != "float32" || view.type == dtype::f32) return std::move(*raw);
  std::vector<float> values(static_cast<std::size_t>(element_count(view)));
  widen_to_f32(view.type, *raw, values.size(), values.data());
  const auto wide = std::as_bytes(std::span<const float>(values));
  return {wide.begin(), wide.end()};
}

/// Equal bits, or NaN in both: how a NaN widens, no specification says.
bool same_values(const std::string& type, const std::vector<std::byte>& a,
                 const std::vector<std::byte>& b) {
  if (a.size() != b.size()) return false;
  if (type != "float32") return a == b;
  for (std::size_t at = 0; at + sizeof(float) <= a.size(); at += sizeof(float)) {
    float x = 0;
    float y = 0;
    std::memcpy(&x, a.data() + at, sizeof x);
    std::memcpy(&y, b.data() + at, sizeof y);
    if (std::memcmp(&x, &y, sizeof x) != 0 && !(std::isnan(x) && std::isnan(y))) return false;
  }
  return true;
}

} // namespace

open_options as_stored(file_access access) {
  open_options options;
  options.access = access;
  options.undo_layout = false;
  return options;
}

result<std::vector<std::byte>> all_bytes(const tensor_view& view) {
  const std::uint64_t count = element_count(view);
  const std::uint64_t piece = is_byte_sized(view.type) ? 100'003 : 100'000;
  std::vector<std::byte> whole;
  for (std::uint64_t first = 0; first < count; first += piece) {
    const auto length = static_cast<std::size_t>(std::min(piece, count - first));
    std::vector<std::byte> scratch(*bytes_of(view.type, length));
    const auto part = read_elements(view, first, length, scratch);
    if (!part) return part.error();
    whole.insert(whole.end(), part->begin(), part->end());
  }
  return whole;
}

std::vector<std::string> corpus_answers(const std::filesystem::path& path,
                                        const open_options& options) {
  const std::uint64_t allowed = corpus_base_bytes + 4 * bytes_beside(path);
  const auto start = std::chrono::steady_clock::now();
  const std::size_t mark = allocation_meter::mark();
  auto opened = checkpoint::open(path, options);
  const std::size_t growth = allocation_meter::growth_since(mark);
  for (std::size_t i = 0; opened && i < opened->size(); ++i) {
    const tensor_view view = (*opened)[i];
    if (element_count(view) > corpus_read_elements) continue;
    if (auto read = all_bytes(view); !read) opened = result<checkpoint>(read.error());
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  BOOST_TEST(growth <= allowed, path << " took " << growth << " bytes of memory");
  BOOST_TEST(seconds.count() <= corpus_seconds, path << " took " << seconds.count() << " s");
  if (!opened) check_refusal_message(path, opened.error());
  auto answers = answers_of(opened);
  if (!opened) answers.push_back(opened.error().message);
  return answers;
}

corpus_counts check_corpus_answers(const std::filesystem::path& root, std::string_view prefix) {
  corpus_counts counts;
  for (const corpus_case& test_case : corpus_cases(root, prefix)) {
    if (test_case.why == "part of the case") continue; // opened through the file that lists them
    std::filesystem::path path = root / test_case.path;
    const temp_directory copy;
    if (std::filesystem::exists(path.parent_path() / "LINK.txt"))
      path = with_its_link(root, test_case, copy);
    for (const file_access access : {file_access::mapped, file_access::copied})
      for (const bool undo_layout : {false, true}) {
        open_options options = as_stored(access);
        options.undo_layout = undo_layout;
        const auto answers = corpus_answers(path, options);
        std::string answered;
        for (const std::string& answer : answers)
          answered += answer + "; ";
        BOOST_TEST(is_right(test_case, answers),
                   test_case.path << " (" << test_case.why << "): answered " << answered
                                  << "expected " << test_case.expected_text());
      }
    ++(test_case.is_bad() ? counts.bad : counts.good);
  }
  BOOST_TEST_MESSAGE(prefix << ' ' << counts.good << " good and " << counts.bad
                            << " bad files checked");
  return counts;
}

nlohmann::json load_reference_json(const std::filesystem::path& path) {
  std::ifstream stream(path);
  std::string text(std::istreambuf_iterator<char>(stream), {});
  for (const std::string word : {"-Infinity", "Infinity", "NaN"})
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at))
      text.replace(at, word.size(), "null");
  return nlohmann::json::parse(text);
}

const tensor_view* tensor_named(const std::vector<tensor_view>& views, std::string_view name) {
  for (const tensor_view& view : views)
    if (view.name == name) return &view;
  return nullptr;
}

void check_against_reference(const tensor_view& view, const nlohmann::json& reference,
                             const tensor_view* stored, const std::string& where) {
  const std::string type = reference.at("dtype");
  std::vector<std::uint64_t> shape(view.shape.begin(), view.shape.end());
  const auto wanted_shape = reference.at("shape").get<std::vector<std::uint64_t>>();
  if (shape.empty() && !wanted_shape.empty()) shape = {1}; // some references have no scalars
  BOOST_TEST((shape == wanted_shape), where << ": shape");
  const std::vector<std::byte> found = in_reference_type(view, type);
  if (stored == nullptr) {
    BOOST_TEST(sha256_hex(found) == reference.at("sha256").get<std::string>(),
               where << ": values, " << name_of(view.type) << " for " << type);
    return;
  }
  BOOST_TEST(same_values(type, found, *all_bytes(*stored)),
             where << ": values, " << name_of(view.type) << " for " << type);
}

std::size_t
check_generated_reference(const std::filesystem::path& file, const std::filesystem::path& stem,
                          const open_options& options,
                          const std::function<std::string(const std::string&)>& select) {
  const auto beside = [&](const char* ending) {
    return std::filesystem::path(stem.string() + ending);
  };
  const nlohmann::json references = load_reference_json(beside(".json"));
  const nlohmann::json names = load_reference_json(beside(".names.json"));
  const auto opened = checkpoint::open(file, options);
  const auto stored = checkpoint::open(beside(".npz"), as_stored(file_access::mapped));
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST_REQUIRE(stored.has_value(), (stored ? "" : stored.error().message));
  const auto views = views_of(*opened);
  const auto values = views_of(*stored);
  std::size_t checked = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string reference_name = names.at(i);
    const std::string name = select(reference_name);
    if (name.empty()) continue;
    std::string member = std::to_string(10000 + i);
    member[0] = 't';
    const tensor_view* view = tensor_named(views, name);
    BOOST_TEST_REQUIRE((view != nullptr), file << ": has tensor " << name);
    check_against_reference(*view, references.at(reference_name), tensor_named(values, member),
                            file.string() + ": " + name);
    ++checked;
  }
  return checked;
}

std::size_t check_digests(const std::filesystem::path& file, const nlohmann::json& references,
                          const open_options& options) {
  const auto opened = checkpoint::open(file, options);
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  const auto views = views_of(*opened);
  BOOST_TEST(views.size() == references.size(), file << ": number of tensors");
  for (const auto& [name, reference] : references.items()) {
    // A file that names nothing holds one array; the corpus calls it "".
    const tensor_view* view = name.empty() ? &views.at(0) : tensor_named(views, name);
    BOOST_TEST_REQUIRE((view != nullptr), file << ": has tensor " << name);
    check_against_reference(*view, reference, nullptr, file.string() + ": " + name);
  }
  return references.size();
}

} // namespace weightkin::test
