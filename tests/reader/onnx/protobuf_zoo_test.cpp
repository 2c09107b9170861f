#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/shared_folder.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace fs = std::filesystem;

namespace {

/// What each real model holds, counted with another reader.
struct zoo_file {
  const char* path;
  const char* format;
  std::size_t tensors;
};

constexpr std::array files{
    zoo_file{"basic_pitch/nmp.onnx", "onnx", 102},
    zoo_file{"silero_vad/v5_half.onnx", "onnx", 170},
    zoo_file{"ultraface/version-RFB-320.onnx", "onnx", 275},
    zoo_file{"ultraface/version-RFB-320_simplified.onnx", "onnx", 112},
    zoo_file{"ultraface/RFB-320.caffemodel", "caffemodel", 104},
    zoo_file{"basic_pitch/nmp.mlpackage", "coreml", 58},
    zoo_file{"basic_pitch/nmp.mlpackage/Data/com.apple.CoreML/weights/weight.bin", "coreml-blobs",
             21},
};

open_options as_stored(file_access access) {
  open_options options;
  options.access = access;
  options.undo_layout = false;
  return options;
}

std::vector<float> floats_of(const tensor_view& view) {
  std::vector<std::byte> scratch(*bytes_of(view.type, element_count(view)));
  const auto raw = read_elements(view, 0, static_cast<std::size_t>(element_count(view)), scratch);
  BOOST_TEST_REQUIRE(raw.has_value());
  std::vector<float> values(static_cast<std::size_t>(element_count(view)));
  widen_to_f32(view.type, *raw, values.size(), values.data());
  return values;
}

/// The values of every weight of some size, each sorted, so that the order of axes does not matter.
std::set<std::vector<float>> sorted_weights(const fs::path& path, std::size_t least_values) {
  const auto opened = checkpoint::open(path, as_stored(file_access::mapped));
  BOOST_TEST_REQUIRE(opened.has_value(), path << ": " << (opened ? "" : opened.error().message));
  std::set<std::vector<float>> weights;
  for (const tensor_view& view : views_of(*opened)) {
    if (!is_real(view.type) || element_count(view) < least_values) continue;
    std::vector<float> values = floats_of(view);
    std::sort(values.begin(), values.end());
    weights.insert(std::move(values));
  }
  return weights;
}

bool zoo_is_here(const fs::path& zoo) {
  if (fs::exists(zoo)) return true;
  BOOST_TEST_MESSAGE("no shared zoo here: nothing checked");
  return false;
}

} // namespace

BOOST_AUTO_TEST_CASE(real_models_open) {
  const fs::path zoo = shared_folder() / "zoo";
  if (!zoo_is_here(zoo)) return;
  for (const zoo_file& file : files)
    for (const file_access access : {file_access::mapped, file_access::copied}) {
      const auto opened = checkpoint::open(zoo / file.path, as_stored(access));
      BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
      BOOST_TEST(opened->format() == file.format);
      BOOST_TEST(opened->size() == file.tensors, file.path);
    }
}

BOOST_AUTO_TEST_CASE(conversions_of_one_net_hold_the_same_values) {
  const fs::path zoo = shared_folder() / "zoo";
  if (!zoo_is_here(zoo)) return;
  const auto from_onnx = sorted_weights(zoo / "ultraface/version-RFB-320_simplified.onnx", 8);
  const auto from_caffe = sorted_weights(zoo / "ultraface/RFB-320.caffemodel", 8);
  BOOST_TEST(from_caffe.size() > 50U);
  std::size_t same = 0;
  for (const auto& weight : from_caffe)
    same += from_onnx.count(weight);
  BOOST_TEST(same == from_caffe.size());
}

BOOST_AUTO_TEST_CASE(a_package_holds_the_values_of_the_same_net_in_onnx) {
  const fs::path zoo = shared_folder() / "zoo";
  if (!zoo_is_here(zoo)) return;
  const auto from_onnx = sorted_weights(zoo / "basic_pitch/nmp.onnx", 64);
  const auto from_package = sorted_weights(zoo / "basic_pitch/nmp.mlpackage", 64);
  std::size_t same = 0;
  for (const auto& weight : from_package)
    same += from_onnx.count(weight);
  // The conversion to a package transforms the others: the filters of its spectrum are negated.
  BOOST_TEST(from_package.size() == 10U);
  BOOST_TEST(same == 7U);
}
