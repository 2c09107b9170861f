#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "reader/format_rows.hpp"
#include "support/mutations.hpp"
#include "support/shared_folder.hpp"
#include "support/tflite_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;
using namespace std::string_literals;
namespace fs = std::filesystem;

namespace {

constexpr int f32_type = 0;
constexpr int i32_type = 2;
constexpr int string_type = 5;
constexpr int i8_type = 9;
constexpr int i4_type = 17;

const open_options as_stored{.undo_layout = false};

result<checkpoint> opened(const std::string& text) {
  static std::vector<std::vector<std::byte>> kept; // views point into them
  kept.push_back(bytes_of_text(text));
  return checkpoint::open(kept.back(), "model.tflite", as_stored);
}

std::vector<double> values(const tensor_view& view) {
  const auto read = read_as_f64(view, 0, static_cast<std::size_t>(element_count(view)));
  BOOST_TEST_REQUIRE(read.has_value(), (read ? "" : read.error().message));
  return *read;
}

void check_refused(const std::string& text, errc code, fault why, const std::string& hint) {
  const auto found = opened(text);
  BOOST_TEST_REQUIRE(!found.has_value());
  BOOST_TEST((found.error().code == code), found.error().message);
  BOOST_TEST((found.error().why == why), found.error().message);
  BOOST_TEST(found.error().message.find(hint) != std::string::npos, found.error().message);
}

/// What the reader says tensors are used for; the public view does not show it.
std::vector<std::string> usages(const std::string& text) {
  const std::vector<std::byte> bytes = bytes_of_text(text);
  sibling_files nothing(nullptr, "");
  const auto contents =
      tflite_format.read({borrow_memory(bytes, "model.tflite"), as_stored, nothing});
  BOOST_TEST_REQUIRE(contents.has_value(), (contents ? "" : contents.error().message));
  std::vector<std::string> found;
  for (const stored_tensor& tensor : contents->tensors)
    found.emplace_back(tensor.usage);
  return found;
}

} // namespace

BOOST_AUTO_TEST_CASE(constants_are_read_and_activations_are_not) {
  const auto found = opened(tflite_text({{"w", f32_type, {2, 1}, packed_text<float>({1.5F, -2})},
                                         {"made", f32_type, {7}, ""},
                                         {"w", i32_type, {1}, packed_text<int>({-9})}}));
  BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
  BOOST_TEST(found->format() == "tflite");
  BOOST_TEST_REQUIRE(found->size() == 2U);
  BOOST_TEST((*found)[0].name == "w");
  BOOST_TEST((*found)[1].name == "w#2");
  BOOST_TEST((values((*found)[0]) == std::vector<double>{1.5, -2}));
  BOOST_TEST((values((*found)[1]) == std::vector<double>{-9}));
  BOOST_TEST((*found)[0].encoding == nullptr);
  BOOST_TEST_REQUIRE(found->metadata().size() == 1U);
  BOOST_TEST(found->metadata()[0].second == "written by a test");
}

BOOST_AUTO_TEST_CASE(quantised_constants_are_decoded_along_their_axis) {
  std::string codes;
  for (int i = 0; i < 2 * 3 * 2; ++i)
    codes += static_cast<char>(i * 20 - 120);
  for (int axis = 0; axis < 3; ++axis) {
    const std::vector<int> shape{2, 3, 2};
    std::vector<float> scales;
    std::vector<std::int64_t> zeros;
    for (int c = 0; c < shape[static_cast<std::size_t>(axis)]; ++c) {
      scales.push_back(0.1F * static_cast<float>(c + 1));
      zeros.push_back(c - 1);
    }
    const auto found = opened(tflite_text({{"w", i8_type, shape, codes, scales, zeros, axis}}));
    BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
    const tensor_view view = (*found)[0];
    BOOST_TEST((view.type == dtype::f32));
    const auto decoded = values(view);
    for (int i = 0; i < 12; ++i) {
      const std::array<int, 3> index{i / 6, i / 2 % 3, i % 2};
      const auto c = static_cast<std::size_t>(index[static_cast<std::size_t>(axis)]);
      const float expected = scales[c] * static_cast<float>(i * 20 - 120 - zeros[c]);
      BOOST_TEST(decoded[static_cast<std::size_t>(i)] == static_cast<double>(expected));
    }
    BOOST_TEST_REQUIRE((view.encoding != nullptr));
    BOOST_TEST(view.encoding->scheme == "tflite-int8");
    BOOST_TEST_REQUIRE(view.encoding->parts.size() == 3U);
    BOOST_TEST(view.encoding->parts[1].role == "scales");
    BOOST_TEST(values(view.encoding->parts[1].stored)[1] == static_cast<double>(scales[1]));
    BOOST_TEST(values(view.encoding->parts[0].stored)[0] == -120);
  }
}

BOOST_AUTO_TEST_CASE(large_quantised_constants_are_decoded_alike_in_any_piece) {
  constexpr int rows = 5000;
  constexpr int columns = 3;
  std::string codes;
  for (int i = 0; i < rows * columns; ++i)
    codes += static_cast<char>(i * 7);
  const auto found = opened(
      tflite_text({{"w", i8_type, {rows, columns}, codes, {0.5F, 0.25F, 2}, {1, 0, -1}, 1}}));
  BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
  constexpr std::array<double, 3> scales{0.5, 0.25, 2};
  constexpr std::array<double, 3> zeros{1, 0, -1};
  for (const std::size_t piece : {std::size_t{1001}, std::size_t{15'000}})
    for (std::size_t first = 0; first < rows * columns; first += piece) {
      const std::size_t count = std::min<std::size_t>(piece, rows * columns - first);
      const auto part = read_as_f64((*found)[0], first, count);
      BOOST_TEST_REQUIRE(part.has_value());
      for (std::size_t i = 0; i < count; ++i) {
        const std::size_t c = (first + i) % 3;
        const double expected = scales[c] * (static_cast<std::int8_t>(codes[first + i]) - zeros[c]);
        if ((*part)[i] != expected) BOOST_ERROR("value " << first + i);
      }
    }
}

BOOST_AUTO_TEST_CASE(packed_integers_are_unpacked_low_half_first) {
  const auto found = opened(tflite_text(
      {{"i4", i4_type, {5}, "\xe1\x87\x0f"}, {"q4", i4_type, {3}, "\xe1\x07", {0.5F}, {1}}}));
  BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
  BOOST_TEST((values((*found)[0]) == std::vector<double>{1, -2, 7, -8, -1}));
  BOOST_TEST((values((*found)[1]) == std::vector<double>{0, -1.5, 3}));
  BOOST_TEST((*read_as_f64((*found)[0], 3, 2) == std::vector<double>{-8, -1}));
}

BOOST_AUTO_TEST_CASE(the_first_consumer_says_what_a_constant_is_for) {
  const std::string four = packed_text<float>({1});
  const std::string text = tflite_text(
      {{"a", f32_type, {1}, four},
       {"b", f32_type, {1}, four},
       {"c", f32_type, {1}, four},
       {"half", 1, {1}, "\0\0"s},
       {"wide", f32_type, {1}, ""},
       {"far", f32_type, {1}, four}},
      {{3, {4, 0, 1}}, {4, {4, 2, 1}}, {6, {3}, {4}}, {200, {0, 0, 5}}, {9, {-1, 4, -1}}});
  const std::vector<std::string> expected{"CONV_2D.filter", "CONV_2D.bias",
                                          "DEPTHWISE_CONV_2D.filter", "CONV_2D.input",
                                          "op200.input2"};
  BOOST_TEST((usages(text) == expected));
}

BOOST_AUTO_TEST_CASE(models_that_contradict_themselves_are_refused) {
  const std::string four = packed_text<float>({1});
  const auto bad = errc::bad_format;
  check_refused(tflite_text({{"w", f32_type, {2}, four}}), bad, fault::shape, "'w'");
  check_refused(tflite_text({{"w", f32_type, {-1}, four}}), bad, fault::shape, "-1");
  check_refused(tflite_text({{"w", f32_type, {1 << 30, 1 << 30, 16}, four}}), bad, fault::overflow,
                "64 bits");
  check_refused(tflite_text({{"w", 99, {1}, four}}), bad, fault::dtype, "99");
  check_refused(tflite_text({{"w", 13, {1}, four}}), errc::unsupported, fault::none, "13");
  check_refused(tflite_text({{"w", string_type, {1}, four}}), bad, fault::dtype, "strings");
  check_refused(tflite_text({{"w", i8_type, {4}, four, {1, 2}, {0, 0}}}), bad, fault::shape,
                "2 scales for 4");
  check_refused(tflite_text({{"w", i8_type, {2, 2}, four, {1, 2}, {0, 0}, 2}}), bad, fault::shape,
                "axis 2");
  check_refused(tflite_text({{"w", i8_type, {2, 2}, four, {1, 2}, {0}, 1}}), bad, fault::shape,
                "1 zero points");
  check_refused(tflite_text({}, {}, 4), bad, fault::version, "version 4");
  std::string other = tflite_text({});
  other[7] = '9';
  check_refused(other, bad, fault::magic, "TFL9");
}

BOOST_AUTO_TEST_CASE(strings_are_passed_over) {
  const auto found = opened(tflite_text({{"w", f32_type, {1}, packed_text<float>({1})},
                                         {"s", string_type, {1}, "\1\0\0\0\xc\0\0\0\xd\0\0\0x"s}}));
  BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
  BOOST_TEST(found->size() == 1U);
  BOOST_TEST(found->warnings().size() == 1U);
}

BOOST_AUTO_TEST_CASE(no_model_brings_the_reader_down) {
  const std::string text =
      tflite_text({{"w", i8_type, {2, 2}, "abcd", {1, 2}, {0, 1}, 1}, {"b", i4_type, {3}, "ab"}},
                  {{3, {-1, 0, 1}}});
  survives_mutations(bytes_of_text(text), "model.tflite");
}

BOOST_AUTO_TEST_CASE(real_models_hold_what_is_known_of_them) {
  struct zoo_file { // counted with another reader
    const char* path;
    std::size_t tensors;
  };
  const fs::path zoo = shared_folder() / "zoo";
  if (!fs::exists(zoo)) return;
  for (const zoo_file& file : {zoo_file{"mlperf_tiny/kws_ref_model.tflite", 21},
                               zoo_file{"mlperf_tiny/kws_ref_model_float32.tflite", 21},
                               zoo_file{"mlperf_tiny/pretrainedResnet.tflite", 21},
                               zoo_file{"mlperf_tiny/pretrainedResnet_quant.tflite", 21},
                               zoo_file{"ultraface/version-RFB-320.tflite", 118},
                               zoo_file{"basic_pitch/nmp.tflite", 67}}) {
    const auto found = checkpoint::open(zoo / file.path, as_stored);
    BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : found.error().message));
    BOOST_TEST(found->size() == file.tensors, file.path);
    for (std::size_t i = 0; i < found->size(); ++i)
      for (const double value : values((*found)[i]))
        if (!std::isfinite(value)) BOOST_ERROR(file.path << ": " << (*found)[i].name);
  }
}
