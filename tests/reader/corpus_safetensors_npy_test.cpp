#include <chrono>
#include <cmath>
#include <cstdint>
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
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;

namespace {

constexpr double most_seconds = 5;
constexpr std::size_t most_base_bytes = 64'000'000;

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts)
    text += (text.empty() ? "" : ", ") + part;
  return text.empty() ? "(nothing)" : text;
}

/// Bytes of the file, or of all files beside an index.
std::uint64_t input_bytes(const fs::path& path) {
  if (path.extension() != ".json") return fs::file_size(path);
  std::uint64_t total = 0;
  for (const auto& entry : fs::directory_iterator(path.parent_path()))
    if (entry.is_regular_file()) total += entry.file_size();
  return total;
}

/// Every byte of every tensor, read in uneven pieces.
result<std::vector<std::byte>> all_bytes(const tensor_view& view) {
  const std::uint64_t count = element_count(view);
  const std::uint64_t piece = is_byte_sized(view.type) ? 1009 : 1024;
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

/// Opens within the corpus' limits of time and memory.
result<checkpoint> open_within_limits(const fs::path& path, file_access access) {
  const std::uint64_t allowed = most_base_bytes + 4 * input_bytes(path);
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
  BOOST_TEST(failure.message.find('\n') == std::string::npos, "one line: " << failure.message);
  BOOST_TEST(failure.message.find(path.parent_path().string()) != std::string::npos,
             "names the file: " << failure.message);
  for (const char c : failure.message)
    BOOST_TEST((c >= 0x20 && c < 0x7f), "printable: " << failure.message);
}

/// Opens `path` both ways and checks the answer; reads everything when it opens.
void check_case(const corpus_case& test_case, const fs::path& path) {
  std::map<std::string, std::vector<std::byte>> mapped_bytes;
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    const auto opened = open_within_limits(path, access);
    const auto answers = answers_of(opened);
    BOOST_TEST(is_right(test_case, answers),
               test_case.path << " (" << test_case.why << "): answered " << joined(answers) << ' '
                              << (opened ? "" : opened.error().message) << ", expected "
                              << test_case.expected_text());
    if (!opened) {
      check_message(path, opened.error());
      continue;
    }
    for (std::size_t i = 0; i < opened->size(); ++i) {
      const tensor_view view = (*opened)[i];
      const auto bytes = all_bytes(view);
      BOOST_TEST(bytes.has_value(), test_case.path << ": tensor " << view.name << " is readable");
      if (!bytes) continue;
      if (access == file_access::mapped)
        mapped_bytes[std::string(view.name)] = *bytes;
      else
        BOOST_TEST((mapped_bytes[std::string(view.name)] == *bytes),
                   test_case.path << ": tensor " << view.name << " is the same both ways");
    }
  }
}

/// Cases with links are made in a copy, as their recipe says: `name -> target`.
void check_link_case(const corpus_case& test_case, const fs::path& root) {
  temp_directory copy;
  const fs::path folder = (copy.path() / test_case.path).parent_path();
  fs::create_directories(folder.parent_path().parent_path());
  fs::copy(root / "safetensors" / "good", copy / "safetensors/good");
  fs::create_directories(folder);
  const fs::path original = (root / test_case.path).parent_path();
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
  check_case(test_case, copy / test_case.path);
}

/// The tensor's elements as the reference has them: raw, or widened to f32.
std::vector<std::byte> as_reference(const tensor_view& view, const std::string& type) {
  std::vector<std::byte> bytes = *all_bytes(view);
  const bool widened = type == "float32" && view.type != dtype::f32 && is_real(view.type);
  if (!widened) return bytes;
  std::vector<float> values(element_count(view));
  widen_to_f32(view.type, bytes, values.size(), values.data());
  const auto wide = std::as_bytes(std::span<const float>(values));
  return {wide.begin(), wide.end()};
}

std::string reference_type(dtype type) {
  static const std::map<dtype, std::string> names{
      {dtype::boolean, "uint8"},  {dtype::u8, "uint8"},    {dtype::i8, "int8"},
      {dtype::u16, "uint16"},     {dtype::i16, "int16"},   {dtype::u32, "uint32"},
      {dtype::i32, "int32"},      {dtype::u64, "uint64"},  {dtype::i64, "int64"},
      {dtype::f16, "float16"},    {dtype::f64, "float64"}, {dtype::c64, "complex64"},
      {dtype::c128, "complex128"}};
  const auto row = names.find(type);
  return row == names.end() ? "float32" : row->second;
}

/// True when both hold the same numbers: equal bits, or NaN in both (how a NaN widens, no
/// specification says).
bool same_f32(std::span<const std::byte> a, std::span<const std::byte> b) {
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

/// Compares one tensor with its reference; returns 1 so that callers can count.
/// \param values the reference's elements where they are stored, else null.
int check_reference(const tensor_view& view, const nlohmann::json& reference,
                    const std::string& where, const tensor_view* values = nullptr) {
  const std::string type = reference.at("dtype");
  const std::vector<std::uint64_t> shape = reference.at("shape");
  BOOST_TEST((type == reference_type(view.type) || type == "float32"),
             where << ": dtype " << name_of(view.type) << " for " << type);
  BOOST_TEST((std::vector<std::uint64_t>(view.shape.begin(), view.shape.end()) == shape),
             where << ": shape");
  const std::string digest = reference.at("sha256");
  const std::vector<std::byte> bytes = as_reference(view, type);
  if (values == nullptr || type != "float32") {
    BOOST_TEST(sha256_hex(bytes) == digest, where << ": values");
    return 1;
  }
  const std::vector<std::byte> wanted = *all_bytes(*values);
  BOOST_TEST(sha256_hex(wanted) == digest, where << ": the stored reference itself");
  BOOST_TEST(same_f32(bytes, wanted), where << ": values");
  return 1;
}

const tensor_view* named(const std::vector<tensor_view>& views, std::string_view name) {
  for (const tensor_view& view : views)
    if (view.name == name) return &view;
  return nullptr;
}

/// Compares every tensor of `file` with `references`, an object keyed by tensor name.
int check_all(const fs::path& file, const nlohmann::json& references, file_access access) {
  const auto opened = checkpoint::open(file, {.access = access});
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  const auto views = views_of(*opened);
  BOOST_TEST(views.size() == references.size(), file << ": number of tensors");
  int checked = 0;
  for (const auto& [name, reference] : references.items()) {
    // A .npy file names no array; the corpus calls it "".
    const tensor_view* view = name.empty() ? &views.at(0) : named(views, name);
    BOOST_TEST_REQUIRE(view != nullptr, file << ": tensor " << name);
    checked += check_reference(*view, reference, file.string() + ": " + name);
  }
  return checked;
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

/// As `check_all`, for references whose elements are stored too: `<stem>.json`, `.names.json`, and
/// `.npz` with members t0000, t0001... in the order of the names.
int check_all_with_values(const fs::path& file, const fs::path& stem, file_access access) {
  const auto beside = [&](const char* ending) { return fs::path(stem.string() + ending); };
  const nlohmann::json references = load_json(beside(".json"));
  const nlohmann::json names = load_json(beside(".names.json"));
  const auto opened = checkpoint::open(file, {.access = access});
  const auto stored = checkpoint::open(beside(".npz"), {.access = access});
  BOOST_TEST_REQUIRE((opened.has_value() && stored.has_value()));
  const auto views = views_of(*opened);
  const auto values = views_of(*stored);
  BOOST_TEST(views.size() == references.size(), file << ": number of tensors");
  int checked = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::string member = std::to_string(10000 + i);
    member[0] = 't';
    const std::string name = names.at(i);
    const tensor_view* view = named(views, name);
    const tensor_view* wanted = named(values, member);
    BOOST_TEST_REQUIRE((view != nullptr && wanted != nullptr), file << ": tensor " << name);
    checked += check_reference(*view, references.at(name), file.string() + ": " + name, wanted);
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
  std::map<std::string, std::pair<int, int>> counts; // prefix -> good, bad
  for (const char* prefix : {"safetensors/", "npy/"})
    for (const corpus_case& test_case : corpus_cases(*root, prefix)) {
      if (test_case.why == "part of the case") continue; // shards of hostile indexes
      if (fs::exists((*root / test_case.path).parent_path() / "LINK.txt"))
        check_link_case(test_case, *root);
      else
        check_case(test_case, *root / test_case.path);
      ++(test_case.is_bad() ? counts[prefix].second : counts[prefix].first);
    }
  for (const auto& [prefix, count] : counts) {
    BOOST_TEST_MESSAGE(prefix << " " << count.first << " good and " << count.second
                              << " bad files checked");
    BOOST_TEST(count.first > 0);
    BOOST_TEST(count.second > 0);
  }
  BOOST_TEST(counts.size() == 2U);
}

BOOST_AUTO_TEST_CASE(values_equal_their_references) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  int checked = 0;
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    const fs::path st = *root / "safetensors";
    checked +=
        check_all_with_values(st / "good/all_dtypes.safetensors", st / "ref/all_dtypes", access);
    checked += check_all(st / "good/sharded/model.safetensors.index.json",
                         load_json(st / "ref/sharded.json"), access);
    checked += check_all(st / "good/sharded", load_json(st / "ref/sharded.json"), access);

    const fs::path npy = *root / "npy";
    const nlohmann::json generated = load_json(npy / "ref/gen.json");
    for (const auto& [stem, reference] : generated.items()) {
      const fs::path file = npy / "good" / ("gen__" + stem + ".npy");
      if (fs::exists(file)) checked += check_all(file, nlohmann::json{{"", reference}}, access);
    }
    const auto& a = generated.at("npz.a");
    const auto& b = generated.at("npz.b");
    checked += check_all(npy / "good/gen__deflated.npz", {{"a", a}, {"b", b}}, access);
    checked += check_all(npy / "good/gen__names.npz", {{"dir/x", a}, {"arr_0", b}}, access);
    checked += check_all(npy / "good/gen__bert_style.npz", {{"encoder/layer_0/kernel", a}}, access);
    const nlohmann::json third_party = load_json(npy / "ref/thirdparty.json");
    for (const auto& [name, references] : third_party.items())
      checked += check_all(npy / "good" / name, references, access);
  }
  BOOST_TEST_MESSAGE(checked << " tensors compared with their SHA-256");
  BOOST_TEST(checked > 100);
}
