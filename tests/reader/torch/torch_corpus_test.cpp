#include <chrono>
#include <cmath>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/allocation_meter.hpp"
#include "support/corpus.hpp"
#include "support/sha256.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;
using bytes = std::vector<std::byte>;

namespace {

constexpr double most_seconds = 5;
constexpr std::size_t most_base_bytes = 64'000'000;
/// Views may be of any size (an expanded element fills 16 GiB); only the others are read whole.
constexpr std::uint64_t most_elements_read = 1'000'000;

result<bytes> all_bytes(const tensor_view& view) {
  const auto count = static_cast<std::size_t>(element_count(view));
  bytes scratch(static_cast<std::size_t>(*bytes_of(view.type, count)));
  const auto read = read_elements(view, 0, count, scratch);
  if (!read) return read.error();
  return bytes(read->begin(), read->end());
}

/// Opens within the corpus' limits of time and memory.
result<checkpoint> open_within_limits(const fs::path& path, file_access access) {
  const std::uint64_t allowed = most_base_bytes + 4 * fs::file_size(path);
  const auto start = std::chrono::steady_clock::now();
  const std::size_t mark = allocation_meter::mark();
  auto opened = checkpoint::open(path, {.access = access});
  const std::size_t growth = allocation_meter::growth_since(mark);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  BOOST_TEST(growth <= allowed, path << " took " << growth << " bytes of memory");
  BOOST_TEST(seconds.count() <= most_seconds, path << " took " << seconds.count() << " s");
  return opened;
}

void check_message(const fs::path& path, const error& failure) {
  BOOST_TEST((failure.code == errc::bad_format || failure.code == errc::unsupported),
             path << ": code " << name_of(failure.code));
  BOOST_TEST(failure.message.find(path.filename().string()) != std::string::npos,
             "names the file: " << failure.message);
  for (const char c : failure.message)
    BOOST_TEST((c >= 0x20 && c < 0x7f), "one printable line: " << failure.message);
}

/// Every answer that opening `path` and reading what it offers can count as. Deflated storages are
/// inflated, and so checked, when they are read.
std::vector<std::string> answer(const fs::path& path, file_access access) {
  auto opened = open_within_limits(path, access);
  for (std::size_t index = 0; opened && index < opened->size(); ++index) {
    const tensor_view view = (*opened)[index];
    if (element_count(view) > most_elements_read) continue;
    if (auto read = all_bytes(view); !read) opened = result<checkpoint>(read.error());
  }
  if (!opened) check_message(path, opened.error());
  auto answers = answers_of(opened);
  if (!opened) answers.push_back(opened.error().message);
  return answers;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts)
    text += (text.empty() ? "" : ", ") + part;
  return text;
}

/// Reference files hold Python's words for non-finite samples, which are not JSON and not used.
nlohmann::json load_json(const fs::path& path) {
  std::ifstream stream(path);
  std::string text(std::istreambuf_iterator<char>(stream), {});
  for (const std::string word : {"-Infinity", "Infinity", "NaN"})
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at))
      text.replace(at, word.size(), "null");
  return nlohmann::json::parse(text);
}

const tensor_view* named(const std::vector<tensor_view>& views, std::string_view name) {
  for (const tensor_view& view : views)
    if (view.name == name) return &view;
  return nullptr;
}

/// References are named by the full path; below a dropped wrapper our name lacks the first part.
const tensor_view* named_or_unwrapped(const std::vector<tensor_view>& views,
                                      const std::string& name) {
  if (const tensor_view* view = named(views, name)) return view;
  for (const std::string wrapper : {"state_dict.", "model.", "model_state_dict."})
    if (name.starts_with(wrapper)) return named(views, name.substr(wrapper.size()));
  return nullptr;
}

/// The elements as the reference has them: raw, or widened to f32 where numpy has no such type.
bytes as_reference(const tensor_view& view, const std::string& type) {
  bytes raw = *all_bytes(view);
  if (type != "float32" || view.type == dtype::f32) return raw;
  std::vector<float> values(static_cast<std::size_t>(element_count(view)));
  widen_to_f32(view.type, raw, values.size(), values.data());
  const auto wide = std::as_bytes(std::span<const float>(values));
  return {wide.begin(), wide.end()};
}

/// Equal bits, or NaN in both: how a NaN widens, no specification says.
bool same_f32(const bytes& a, const bytes& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t at = 0; at < a.size(); at += sizeof(float)) {
    float x = 0;
    float y = 0;
    std::memcpy(&x, a.data() + at, sizeof x);
    std::memcpy(&y, b.data() + at, sizeof y);
    if (std::memcmp(&x, &y, sizeof x) != 0 && !(std::isnan(x) && std::isnan(y))) return false;
  }
  return true;
}

void check_type(const tensor_view& view, const std::string& type, const std::string& where) {
  static const std::map<dtype, std::string> names{
      {dtype::boolean, "bool"},  {dtype::u8, "uint8"},       {dtype::i8, "int8"},
      {dtype::u16, "uint16"},    {dtype::i16, "int16"},      {dtype::i32, "int32"},
      {dtype::i64, "int64"},     {dtype::f16, "float16"},    {dtype::f64, "float64"},
      {dtype::c64, "complex64"}, {dtype::c128, "complex128"}};
  const auto row = names.find(view.type);
  BOOST_TEST((row == names.end() ? "float32" : row->second) == type, where << ": dtype");
}

/// Compares one tensor with its reference. \param stored the reference's elements, or null.
void check_reference(const tensor_view& view, const nlohmann::json& reference,
                     const tensor_view* stored, const std::string& where) {
  const std::string type = reference.at("dtype");
  std::vector<std::uint64_t> shape(view.shape.begin(), view.shape.end());
  if (shape.empty()) shape = {1}; // the references have no scalars
  check_type(view, type, where);
  BOOST_TEST((shape == reference.at("shape").get<std::vector<std::uint64_t>>()),
             where << ": shape");
  const bytes found = as_reference(view, type);
  const std::string digest = reference.at("sha256");
  if (stored == nullptr || view.type == dtype::f32 || type != "float32") {
    BOOST_TEST(sha256_hex(found) == digest, where << ": values");
    return;
  }
  const bytes wanted = *all_bytes(*stored);
  BOOST_TEST(sha256_hex(wanted) == digest, where << ": the stored reference itself");
  BOOST_TEST(same_f32(found, wanted), where << ": values");
}

/// Compares every tensor of `file`; answers how many.
std::size_t check_all(const fs::path& file, const nlohmann::json& references,
                      const nlohmann::json& order, const std::vector<tensor_view>& stored,
                      file_access access) {
  const auto opened = checkpoint::open(file, {.access = access});
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  const auto views = views_of(*opened);
  BOOST_TEST(views.size() == references.size(), file << ": number of tensors");
  for (std::size_t index = 0; index < order.size(); ++index) {
    const std::string name = order.at(index);
    const tensor_view* view = named_or_unwrapped(views, name);
    BOOST_TEST_REQUIRE(view != nullptr, file << ": tensor " << name);
    std::string member = std::to_string(10000 + index);
    member[0] = 't';
    check_reference(*view, references.at(name), named(stored, member),
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
    checked +=
        check_all(file, load_json(found.path()), load_json(folder / "ref" / (stem + ".names.json")),
                  views_of(*values), access);
    ++files;
  }
  return checked;
}

std::size_t check_third_party(const fs::path& folder, file_access access, std::size_t& files) {
  std::size_t checked = 0;
  const nlohmann::json third_party = load_json(folder / "ref/thirdparty.json");
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
    int good = 0;
    int bad = 0;
    for (const corpus_case& test_case : corpus_cases(*root, prefix)) {
      for (const file_access access : {file_access::mapped, file_access::copied}) {
        const auto answers = answer(*root / test_case.path, access);
        BOOST_TEST(is_right(test_case, answers),
                   test_case.path << " (" << test_case.why << "): answered " << joined(answers)
                                  << ", expected " << test_case.expected_text());
      }
      ++(test_case.is_bad() ? bad : good);
    }
    BOOST_TEST_MESSAGE(prefix << ' ' << good << " good and " << bad << " bad files checked");
    BOOST_TEST(good > 0);
    BOOST_TEST(bad > 90);
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
