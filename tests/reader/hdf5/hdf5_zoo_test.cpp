#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/shared_folder.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;

namespace {

/// What each real file holds. 58423 and 78666 are the sizes that the networks' authors give; 58168
/// is the first with 5 instead of 8 filters in its first layer, as its configuration says. Every
/// parameter but the moving averages has two moments in the optimizer's state, and there is one
/// counter.
struct zoo_file {
  const char* path;
  std::size_t tensors;
  std::uint64_t parameters; ///< of the model alone
  std::uint64_t elements;   ///< with the optimizer's state
};

constexpr std::array files{
    zoo_file{"fer_xception/fer2013_mini_XCEPTION.00-0.47.hdf5", 185, 58423, 172326},
    zoo_file{"fer_xception/fer2013_mini_XCEPTION.110-0.65.hdf5", 185, 58423, 172326},
    zoo_file{"fer_xception/fer2013_mini_XCEPTION.15-0.60.hdf5", 185, 58423, 172326},
    zoo_file{"fer_xception/fer2013_mini_XCEPTION.97-0.65.hdf5", 185, 58423, 172326},
    zoo_file{"fer_xception/fer2013_mini_XCEPTION.119-0.65.hdf5", 185, 58168, 171573},
    zoo_file{"mlperf_tiny/pretrainedResnet.h5", 117, 78666, 235039},
    zoo_file{"textgenrnn/hacker_news.hdf5", 10, 462717, 462717},
    zoo_file{"textgenrnn/textgenrnn_weights.hdf5", 10, 462717, 462717},
};

} // namespace

BOOST_AUTO_TEST_CASE(real_files_hold_what_is_known_of_them) {
  const fs::path zoo = shared_folder() / "zoo";
  if (!fs::exists(zoo)) {
    BOOST_TEST_MESSAGE("no shared zoo here: nothing checked");
    return;
  }
  for (const zoo_file& file : files) {
    open_options options;
    options.undo_layout = false;
    const auto opened = checkpoint::open(zoo / file.path, options);
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    BOOST_TEST(opened->format() == "hdf5", file.path);
    BOOST_TEST(opened->size() == file.tensors, file.path);
    BOOST_TEST(opened->warnings().empty(), file.path);
    std::uint64_t elements = 0;
    std::uint64_t parameters = 0;
    for (std::size_t i = 0; i < opened->size(); ++i) {
      const tensor_view view = (*opened)[i];
      const auto count = static_cast<std::size_t>(element_count(view));
      elements += count;
      if (!view.name.starts_with("optimizer_weights/")) parameters += count;
      const auto values = read_as_f64(view, 0, count);
      BOOST_TEST_REQUIRE(values.has_value());
      BOOST_TEST(std::all_of(values->begin(), values->end(),
                             [](double value) { return std::isfinite(value); }),
                 file.path << ": " << view.name);
    }
    BOOST_TEST(elements == file.elements, file.path);
    BOOST_TEST(parameters == file.parameters, file.path);
  }
}
