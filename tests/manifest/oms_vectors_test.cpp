#include <string>

#include <boost/test/unit_test.hpp>

#include <weightkin/manifest/file_manifest.hpp>

#include "support/temp_directory.hpp"

// Statements that the reference implementation of OMS published as its own test signatures
// (github.com/sigstore/model-transparency, scripts/tests/v1.0.0-elliptic-key and
// v1.1.0-elliptic-key): the digests in them are its, not ours.
namespace {

using namespace weightkin;

constexpr const char* first_file =
    "bc9a717db6064a32cbe9eae6fc40651dd6d36ef1757183f590eff2b1765d7ebc";
constexpr const char* second_file =
    "32dcb1f8e1ae52d5963e56a6ba06ab58b424c15ed2a6b70d2feca1d089370028";
constexpr const char* of_one_file =
    "afa48c8674afe334b8a7dea34f7b46ab256e9255edf8da2132792341b667a45b";
constexpr const char* of_two_files =
    "92745110b1ab4368471cbe31664e10174e954b113a3df333db860317b2c6dec4";

std::string resource(std::string name, std::string hex) {
  return R"({"name": ")" + name + R"(", "digest": ")" + hex + R"(", "algorithm": "sha256"})";
}

std::string statement(std::string subject, std::string hex, std::string resources) {
  return R"({"_type": "https://in-toto.io/Statement/v1", "subject": [{"name": ")" + subject +
         R"(", "digest": {"sha256": ")" + hex +
         R"("}}], "predicateType": "https://model_signing/signature/v1.0", "predicate": {)"
         R"("serialization": {"method": "files", "hash_type": "sha256", "allow_symlinks": false},)"
         R"("resources": [)" +
         resources + "]}}";
}

} // namespace

BOOST_AUTO_TEST_CASE(their_statements_are_consistent_here) {
  const auto one =
      manifest_from_json(statement("signme-1", of_one_file, resource(".", first_file)));
  BOOST_REQUIRE(one);
  BOOST_TEST(one->files.at(0).name == ".");
  const auto two = manifest_from_json(
      statement("v1.1.0-elliptic-key", of_two_files,
                resource("signme-1", first_file) + "," + resource("signme-2", second_file)));
  BOOST_REQUIRE(two);
  BOOST_TEST(two->model == "v1.1.0-elliptic-key");
  BOOST_TEST(to_hex(subject_of(*two)) == of_two_files);
  // In another order it is another subject.
  BOOST_TEST(!manifest_from_json(
      statement("x", of_two_files,
                resource("signme-2", second_file) + "," + resource("signme-1", first_file))));
}

BOOST_AUTO_TEST_CASE(their_files_give_their_digests_here) {
  const test::temp_directory folder;
  test::write_file(folder / "model/signme-1", "signme-1\n");
  const auto file = make_manifest(folder / "model/signme-1");
  BOOST_REQUIRE(file);
  BOOST_TEST(file->model == "signme-1");
  BOOST_TEST(to_hex(subject_of(*file)) == of_one_file);
  test::write_file(folder / "model/signme-2", "signme-2");
  test::write_file(folder / "model/.git/HEAD", "left out");
  const auto both = make_manifest(folder / "model");
  BOOST_REQUIRE(both);
  BOOST_TEST(to_hex(subject_of(*both)) == of_two_files);
}
