#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/shared_folder.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;

namespace {

/// What each real checkpoint holds, counted with another reader.
struct zoo_file {
  const char* path;
  const char* format;
  std::size_t tensors;
  std::uint64_t parameters;
};

constexpr std::array files{
    zoo_file{"admet_ai/classification_model_0.pt", "pytorch-zip", 9, 424231},
    zoo_file{"burn_mnist/mnist.pt", "pytorch-zip", 20, 376940},
    zoo_file{"gnina/jit_crossdock_default2018.pt", "torchscript", 14, 389059},
    zoo_file{"gnina/jit_crossdock_default2018_1.3.pt", "torchscript", 14, 389059},
    zoo_file{"mtcnn/onet.pt", "pytorch-legacy", 21, 389040},
    zoo_file{"mtcnn/pnet.pt", "pytorch-legacy", 13, 6632},
    zoo_file{"mtcnn/rnet.pt", "pytorch-legacy", 16, 100178},
    zoo_file{"pretrain_gnns/chem_gcn_contextpred.pth", "pytorch-legacy", 47, 507905},
    zoo_file{"rl_agents/a2c_HalfCheetah-v3_final.zip", "stable-baselines3", 26, 22170},
    zoo_file{"rl_agents/dqn_CartPole-v1_final.zip", "stable-baselines3", 24, 270344},
    zoo_file{"silero_vad/v5.jit", "torchscript", 33, 545282},
    zoo_file{"silero_vad/v6.2_HEAD.jit", "torchscript", 33, 545282},
    zoo_file{"ultraface/version-RFB-320.pth", "pytorch-legacy", 244, 281135},
};

bool is_torch(const fs::path& path) {
  const std::string ending = path.extension().string();
  return ending == ".pt" || ending == ".pth" || ending == ".jit" || ending == ".zip";
}

} // namespace

BOOST_AUTO_TEST_CASE(real_checkpoints_hold_what_is_known_of_them) {
  const fs::path zoo = shared_folder() / "zoo";
  if (!fs::exists(zoo)) {
    BOOST_TEST_MESSAGE("no shared zoo here: nothing checked");
    return;
  }
  for (const zoo_file& file : files) {
    const auto opened = checkpoint::open(zoo / file.path);
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    std::uint64_t parameters = 0;
    for (std::size_t index = 0; index < opened->size(); ++index)
      parameters += element_count((*opened)[index]);
    BOOST_TEST(opened->format() == file.format, file.path);
    BOOST_TEST(opened->size() == file.tensors, file.path);
    BOOST_TEST(parameters == file.parameters, file.path);
  }
}

BOOST_AUTO_TEST_CASE(every_real_checkpoint_opens_both_ways_with_finite_weights) {
  const fs::path zoo = shared_folder() / "zoo";
  if (!fs::exists(zoo)) {
    BOOST_TEST_MESSAGE("no shared zoo here: nothing checked");
    return;
  }
  int checked = 0;
  for (const auto& found : fs::recursive_directory_iterator(zoo)) {
    if (!found.is_regular_file() || !is_torch(found.path())) continue;
    const auto mapped = checkpoint::open(found.path(), {.access = file_access::mapped});
    const auto copied = checkpoint::open(found.path(), {.access = file_access::copied});
    BOOST_TEST_REQUIRE(mapped.has_value(), (mapped ? "" : mapped.error().message));
    BOOST_TEST_REQUIRE(copied.has_value(), (copied ? "" : copied.error().message));
    BOOST_TEST_REQUIRE(mapped->size() == copied->size());
    for (std::size_t index = 0; index < mapped->size(); ++index) {
      const auto count = static_cast<std::size_t>(element_count((*mapped)[index]));
      const auto one = read_as_f64((*mapped)[index], 0, count);
      const auto other = read_as_f64((*copied)[index], 0, count);
      BOOST_TEST_REQUIRE((one.has_value() && other.has_value()));
      BOOST_TEST((*one == *other), found.path() << ": " << (*mapped)[index].name);
      const bool finite =
          std::all_of(one->begin(), one->end(), [](double value) { return std::isfinite(value); });
      BOOST_TEST(finite, found.path() << ": " << (*mapped)[index].name);
    }
    ++checked;
  }
  BOOST_TEST_MESSAGE(checked << " real checkpoints read");
  BOOST_TEST(checked >= 20);
}
