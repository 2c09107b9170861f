// The same weights as Hugging Face has them and as GGUF has them: names, row order, values and
// block formats differ, the ruling must not. Skipped, and says so, without the shared corpus.
#include <filesystem>
#include <support/corpus.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/compare.hpp>
#include <weightkin/reader/checkpoint.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;

verdict ruling(const fs::path& subject, const fs::path& reference) {
  const auto a = checkpoint::open(subject);
  const auto b = checkpoint::open(reference);
  BOOST_TEST_REQUIRE(a.has_value(), (a ? "" : a.error().message));
  BOOST_TEST_REQUIRE(b.has_value(), (b ? "" : b.error().message));
  const auto answer = compare(*a, *b);
  BOOST_TEST_REQUIRE(answer.has_value(), (answer ? "" : answer.error().message));
  return answer->overall;
}

/// Files of one to three tensors that can be no evidence by themselves: a stack of experts without
/// the stream it reads, and matrices that might be fixed tables. To abstain is right there.
bool is_too_little(const fs::path& model) {
  return model.filename() == "gptoss_mxfp4" || model.filename() == "mamba";
}

void check_pair(const fs::path& model, const fs::path& gguf) {
  const fs::path home = model / "model.safetensors";
  for (const verdict found : {ruling(gguf, home), ruling(home, gguf)})
    BOOST_TEST_CONTEXT(gguf << ": " << name_of(found)) {
      if (is_too_little(model))
        BOOST_TEST((found == verdict::undetermined || found == verdict::non_evidential));
      else if (gguf.filename() == "model-q8_0.gguf")
        BOOST_TEST((found == verdict::reencoded));
      else
        BOOST_TEST((found == verdict::identical || found == verdict::identical_after_cast));
    }
}

BOOST_AUTO_TEST_CASE(conversion_changes_no_ruling) {
  const auto root = corpus_root();
  if (!root) {
    BOOST_TEST_MESSAGE("no shared corpus here: nothing checked");
    return;
  }
  int pairs = 0;
  for (const fs::directory_entry& model : fs::directory_iterator(*root / "pairs/good"))
    for (const fs::directory_entry& file : fs::directory_iterator(model.path())) {
      if (file.path().extension() != ".gguf") continue;
      check_pair(model.path(), file.path());
      ++pairs;
    }
  BOOST_TEST(pairs == 20);
}

} // namespace
