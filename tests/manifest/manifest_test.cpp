#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/kernel/blake3.hpp>
#include <weightkin/manifest/file_manifest.hpp>

#include "support/sha256.hpp"
#include "support/temp_directory.hpp"

namespace {

using namespace weightkin;
namespace fs = std::filesystem;

std::span<const std::byte> bytes_of_text(std::string_view text) {
  return std::as_bytes(std::span(text));
}

struct model_folder : test::temp_directory {
  model_folder() {
    test::write_file(*this / "config.json", "{}");
    test::write_file(*this / "a/b", "first");
    test::write_file(*this / "a.b", "second");
    test::write_file(*this / "a/.hidden", "");
    test::write_file(*this / "weights", std::string(3'000'000, 'w'));
    fs::create_directories(*this / "empty/folder");
  }
  [[nodiscard]] file_manifest manifest(const manifest_options& options = {}) const {
    auto made = make_manifest(path(), options);
    BOOST_REQUIRE_MESSAGE(made.has_value(), "the folder can be hashed");
    return *made;
  }
};

std::vector<std::string> names_in(const file_manifest& manifest) {
  std::vector<std::string> names;
  for (const manifest_file& file : manifest.files)
    names.push_back(file.name);
  return names;
}

bool fails(const result<file_manifest>& outcome, errc code) {
  return !outcome && outcome.error().code == code;
}

} // namespace

BOOST_FIXTURE_TEST_CASE(files_stand_in_the_order_of_components, model_folder) {
  const file_manifest made = manifest();
  BOOST_TEST((names_in(made) ==
              std::vector<std::string>{"a/.hidden", "a/b", "a.b", "config.json", "weights"}));
  BOOST_TEST(made.model == path().filename().string());
  std::string digests;
  for (const manifest_file& file : made.files)
    digests.append(reinterpret_cast<const char*>(file.content.bytes.data()), 32);
  BOOST_TEST(to_hex(subject_of(made)) == test::sha256_hex(bytes_of_text(digests)));
}

BOOST_FIXTURE_TEST_CASE(either_hash_is_the_files_own, model_folder) {
  const std::string weights(3'000'000, 'w');
  BOOST_TEST(to_hex(manifest().files.back().content) == test::sha256_hex(bytes_of_text(weights)));
  manifest_options options;
  options.algorithm = manifest_hash::blake3;
  for (const unsigned threads : {1U, 4U}) {
    options.threads = threads;
    BOOST_TEST(to_hex(manifest(options).files.back().content) ==
               to_hex(blake3(bytes_of_text(weights))));
  }
}

BOOST_FIXTURE_TEST_CASE(what_is_ignored, model_folder) {
  test::write_file(*this / ".git/objects/x", "x");
  test::write_file(*this / ".gitignore", "x");
  test::write_file(*this / "sub/.gitignore", "counts");
  manifest_options options;
  options.ignored = {"./a/", "weights"};
  BOOST_TEST((names_in(manifest(options)) ==
              std::vector<std::string>{"a.b", "config.json", "sub/.gitignore"}));
}

BOOST_FIXTURE_TEST_CASE(links_are_followed_on_request_only, model_folder) {
  fs::create_symlink(*this / "a/b", *this / "link");
  BOOST_TEST(fails(make_manifest(path()), errc::unsupported));
  manifest_options options;
  options.follow_links = true;
  const file_manifest followed = manifest(options);
  BOOST_TEST(followed.files.size() == 6U);
  BOOST_TEST(followed.follow_links);
  fs::create_directory_symlink(*this / "a", *this / "link_to_folder");
  BOOST_TEST(fails(make_manifest(path(), options), errc::unsupported));
  fs::remove(*this / "link_to_folder");
  fs::create_symlink(*this / "nowhere", *this / "dangling");
  BOOST_TEST(fails(make_manifest(path(), options), errc::io));
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_hashed, model_folder) {
  BOOST_TEST(fails(make_manifest(*this / "missing"), errc::io));
  BOOST_TEST(fails(make_manifest(*this / "empty"), errc::bad_argument));
  test::write_file(*this / "bad\xff", "x");
  BOOST_TEST(fails(make_manifest(path()), errc::unsupported));
  fs::remove(*this / "bad\xff");
  manifest_options options;
  options.on_progress = [](const progress&) { return false; };
  BOOST_TEST(fails(make_manifest(path(), options), errc::cancelled));
}

BOOST_FIXTURE_TEST_CASE(json_and_back, model_folder) {
  test::write_file(*this / "na\"me \xc3\xa9\n", "odd");
  for (const manifest_hash algorithm : {manifest_hash::sha256, manifest_hash::blake3}) {
    manifest_options options;
    options.algorithm = algorithm;
    options.ignored = {"weights"};
    const file_manifest made = manifest(options);
    const std::string json = manifest_to_json(made);
    const auto read = manifest_from_json(json);
    BOOST_REQUIRE(read);
    BOOST_TEST((*read == made));
    BOOST_TEST(manifest_to_json(*read) == json);
    BOOST_TEST(json.find(to_hex(subject_of(made))) != std::string::npos);
  }
}

BOOST_FIXTURE_TEST_CASE(differences_are_named, model_folder) {
  const file_manifest before = manifest();
  BOOST_TEST(compare_manifests(before, before).empty());
  test::write_file(*this / "a/b", "changed");
  fs::remove(*this / "config.json");
  test::write_file(*this / "new", "");
  const std::vector<file_finding> wanted{{"a/b", file_state::differs},
                                         {"config.json", file_state::missing},
                                         {"new", file_state::extra}};
  BOOST_TEST((compare_manifests(before, manifest()) == wanted));
}

BOOST_FIXTURE_TEST_CASE(damaged_statements_are_refused, model_folder) {
  const std::string json = manifest_to_json(manifest());
  const auto edited = [&](std::string_view what, std::string_view with) {
    std::string text = json;
    const std::size_t at = text.find(what);
    BOOST_REQUIRE(at != std::string::npos);
    return manifest_from_json(text.replace(at, what.size(), with));
  };
  BOOST_REQUIRE(manifest_from_json(json));
  BOOST_TEST(fails(manifest_from_json(""), errc::bad_format));
  BOOST_TEST(fails(manifest_from_json("[]"), errc::bad_format));
  BOOST_TEST(fails(manifest_from_json("{}"), errc::bad_format));
  BOOST_TEST(fails(edited("Statement/v1", "Statement/v2"), errc::bad_format));
  BOOST_TEST(fails(edited("signature/v1.0", "signature/v9.0"), errc::bad_format));
  BOOST_TEST(fails(edited("\"files\"", "\"shards\""), errc::unsupported));
  BOOST_TEST(
      fails(edited("\"hash_type\": \"sha256\"", "\"hash_type\": \"blake2b\""), errc::unsupported));
  BOOST_TEST(
      fails(edited("\"hash_type\": \"sha256\"", "\"hash_type\": \"blake3\""), errc::bad_format));
  BOOST_TEST(fails(edited("a.b", "a/b"), errc::bad_format)); // twice
  BOOST_TEST(fails(edited("\"resources\"", "\"resource\""), errc::bad_format));
  BOOST_TEST(fails(edited("\"subject\": [", "\"subject\": [{},"), errc::bad_format));
  // Any digit of any digest: the subject no longer fits.
  for (const manifest_file& file : manifest().files) {
    std::string hex = to_hex(file.content);
    hex[5] = hex[5] == '0' ? '1' : '0';
    BOOST_TEST(fails(edited(to_hex(file.content), hex), errc::bad_format));
    BOOST_TEST(fails(edited(to_hex(file.content), hex.substr(2)), errc::bad_format));
  }
  for (std::size_t size = 0; size + 2 < json.size(); size += 7)
    BOOST_TEST(fails(manifest_from_json(json.substr(0, size)), errc::bad_format));
}
