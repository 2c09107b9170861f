#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "support/corpus_check.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_CASE(every_file_answers_one_of_its_right_answers) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  for (const char* prefix : {"safetensors/", "npy/"}) {
    const corpus_counts counts = check_corpus_answers(*root, prefix);
    BOOST_TEST(counts.good > 20);
    BOOST_TEST(counts.bad > 50);
  }
}

BOOST_AUTO_TEST_CASE(values_equal_their_references) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  std::size_t checked = 0;
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    const open_options options = as_stored(access);
    const fs::path st = *root / "safetensors";
    checked += check_generated_reference(st / "good/all_dtypes.safetensors", st / "ref/all_dtypes",
                                         options);
    const nlohmann::json sharded = load_reference_json(st / "ref/sharded.json");
    checked += check_digests(st / "good/sharded/model.safetensors.index.json", sharded, options);
    checked += check_digests(st / "good/sharded", sharded, options);

    const fs::path npy = *root / "npy";
    const nlohmann::json generated = load_reference_json(npy / "ref/gen.json");
    for (const auto& [stem, reference] : generated.items()) {
      const fs::path file = npy / "good" / ("gen__" + stem + ".npy");
      if (fs::exists(file)) checked += check_digests(file, {{"", reference}}, options);
    }
    const auto& a = generated.at("npz.a");
    const auto& b = generated.at("npz.b");
    checked += check_digests(npy / "good/gen__deflated.npz", {{"a", a}, {"b", b}}, options);
    checked += check_digests(npy / "good/gen__names.npz", {{"dir/x", a}, {"arr_0", b}}, options);
    checked +=
        check_digests(npy / "good/gen__bert_style.npz", {{"encoder/layer_0/kernel", a}}, options);
    const nlohmann::json third_party = load_reference_json(npy / "ref/thirdparty.json");
    for (const auto& [name, references] : third_party.items())
      checked += check_digests(npy / "good" / name, references, options);
  }
  BOOST_TEST_MESSAGE(checked << " tensors compared with their references");
  BOOST_TEST(checked > 100U);
}
