#include <bit>
#include <cmath>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/mutations.hpp"
#include "support/torch_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

using values = std::vector<double>;

values all_values(const tensor_view& view) {
  const auto read = read_as_f64(view, 0, static_cast<std::size_t>(element_count(view)));
  BOOST_TEST_REQUIRE(read.has_value(), (read ? "" : read.error().message));
  return *read;
}

template <class Number>
std::vector<std::byte> bytes_of_numbers(const std::vector<Number>& numbers) {
  const auto bytes = std::as_bytes(std::span<const Number>(numbers));
  return {bytes.begin(), bytes.end()};
}

void put_real(pickle_writer& out, double value) {
  std::string opcode = "G";
  for (int byte = 7; byte >= 0; --byte)
    opcode += static_cast<char>(std::bit_cast<std::uint64_t>(value) >> (8 * byte) & 0xffU);
  out.raw(opcode);
}

/// The quantiser of one scale and zero point.
void put_per_tensor(pickle_writer& out, double scale, std::int64_t zero_point) {
  out.raw("(").global("torch", "per_tensor_affine");
  put_real(out, scale);
  out.integer(zero_point).raw("t");
}

void put_per_channel(pickle_writer& out, const torch_tensor& scales, const torch_tensor& zeros,
                     std::int64_t axis) {
  out.raw("(").global("torch", "per_channel_affine");
  put_tensor(out, scales);
  put_tensor(out, zeros);
  out.integer(axis).raw("t");
}

/// Pushes a quantised tensor; `put_quantiser(out)` pushes what its codes stand for.
template <class PutQuantiser>
void put_quantised(pickle_writer& out, const torch_tensor& codes, PutQuantiser put_quantiser) {
  out.global("torch._utils", "_rebuild_qtensor").raw("((");
  out.text("storage").global("torch", codes.storage_class).text(codes.key).text("cpu");
  out.integer(codes.storage_count).raw("tQ");
  out.integer(codes.offset).integers(codes.shape).integers(codes.strides);
  put_quantiser(out);
  out.raw("\x89").global("collections", "OrderedDict").raw(")RtR");
}

/// A checkpoint of one quantised tensor.
template <class PutQuantiser>
std::vector<std::byte> one_quantised(const std::string& name, const torch_tensor& codes,
                                     PutQuantiser put_quantiser, const torch_storages& storages) {
  pickle_writer object;
  object.raw("}(").text(name);
  put_quantised(object, codes, put_quantiser);
  return torch_zip(object.raw("u").stop(), storages);
}

const std::vector<std::int8_t> codes{-128, -1, 0, 1, 2, 127};
const std::vector<double> scales{0.1, 0.7, 1e-3};
const std::vector<std::int64_t> zeros{-3, 0, 5};
const torch_tensor matrix{"0", "QInt8Storage", 6, 0, {2, 3}, {3, 1}};
const torch_tensor three_scales{"1", "DoubleStorage", 3, 0, {3}, {1}};
const torch_tensor three_zeros{"2", "LongStorage", 3, 0, {3}, {1}};

torch_storages three_storages() {
  return {{"0", bytes_of_numbers(codes)},
          {"1", bytes_of_numbers(scales)},
          {"2", bytes_of_numbers(zeros)}};
}

/// With scales along the last axis.
std::vector<std::byte> by_channels(const torch_tensor& stored, std::int64_t axis = 1,
                                   const torch_tensor& scale = three_scales,
                                   const torch_tensor& zero = three_zeros) {
  return one_quantised(
      "w", stored, [&](pickle_writer& out) { put_per_channel(out, scale, zero, axis); },
      three_storages());
}

fault fault_of(const std::vector<std::byte>& bytes) {
  const auto opened = checkpoint::open(bytes, "file");
  return opened ? fault::none : opened.error().why;
}

} // namespace

BOOST_AUTO_TEST_CASE(one_scale_is_rounded_to_f32_as_torch_does) {
  constexpr double scale = 0.1;
  constexpr std::int64_t zero_point = 3;
  const auto file = one_quantised(
      "w", matrix, [&](pickle_writer& out) { put_per_tensor(out, scale, zero_point); },
      three_storages());
  const auto opened = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->warnings().empty());
  const tensor_view view = (*opened)[0];
  BOOST_TEST((view.type == dtype::f32));
  const values read = all_values(view);
  for (std::size_t i = 0; i < codes.size(); ++i)
    BOOST_TEST(read[i] == static_cast<float>(scale) * static_cast<float>(codes[i] - zero_point));
  BOOST_TEST_REQUIRE((view.encoding != nullptr));
  BOOST_TEST(view.encoding->scheme == "torch-int8");
  BOOST_TEST(view.encoding->block_values == codes.size());
  BOOST_TEST(view.encoding->bits_per_value == (6 * 8 + 32 + 64) / 6.0);
  BOOST_TEST_REQUIRE(view.encoding->parts.size() == 3U);
  BOOST_TEST(all_values(view.encoding->parts[0].stored)[0] == -128);
  BOOST_TEST((all_values(view.encoding->parts[1].stored) == values{static_cast<float>(scale)}));
  BOOST_TEST((all_values(view.encoding->parts[2].stored) == values{zero_point}));
}

BOOST_AUTO_TEST_CASE(scales_of_channels_stay_as_wide_as_they_are) {
  const torch_tensor turned{"0", "QInt8Storage", 6, 0, {2, 3}, {1, 2}};
  for (const bool is_turned : {false, true}) {
    const auto file = by_channels(is_turned ? turned : matrix);
    const auto opened = checkpoint::open(file, "file");
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    const values read = all_values((*opened)[0]);
    for (std::size_t row = 0; row < 2; ++row)
      for (std::size_t column = 0; column < 3; ++column) {
        const auto code = codes[is_turned ? row + 2 * column : 3 * row + column];
        const double expected = scales[column] * static_cast<double>(code - zeros[column]);
        BOOST_TEST(read[3 * row + column] == static_cast<float>(expected));
      }
    BOOST_TEST((*opened)[0].encoding->block_values == 1U);
  }
}

BOOST_AUTO_TEST_CASE(every_integer_type_is_read) {
  const torch_storages storages{{"0", bytes_of_numbers<std::int32_t>({-70000, 5, 200})}};
  const torch_tensor wide{"0", "QInt32Storage", 3, 0, {3}, {1}};
  const torch_tensor bytes{"0", "QUInt8Storage", 12, 8, {3}, {1}};
  const auto put = [](pickle_writer& out) { put_per_tensor(out, 0.5, -1); };
  const auto file = one_quantised("w", wide, put, storages);
  const auto opened = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(opened.has_value());
  BOOST_TEST((all_values((*opened)[0]) == values{-34999.5, 3, 100.5}));
  const auto small = one_quantised("w", bytes, put, storages);
  const auto other = checkpoint::open(small, "file");
  BOOST_TEST_REQUIRE(other.has_value());
  BOOST_TEST((all_values((*other)[0]) == values{100.5, 0.5, 0.5}));
  BOOST_TEST((*other)[0].encoding->scheme == "torch-uint8");
}

BOOST_AUTO_TEST_CASE(packed_parameters_have_the_names_of_their_layer) {
  const auto put = [](pickle_writer& out) { put_per_tensor(out, 1, 0); };
  for (const auto& [stored, home] : std::vector<std::pair<std::string, std::string>>{
           {"fc._packed_params._packed_params.0", "fc.weight"},
           {"_packed_params._packed_params.1", "bias"},
           {"a.b._packed_params.weight", "a.b.weight"},
           {"e._packed_params._packed_weight", "e.weight"},
           {"my_packed_params.weight", "my_packed_params.weight"},
           {"fc.weight", "fc.weight"}}) {
    const auto file = one_quantised(stored, matrix, put, three_storages());
    const auto opened = checkpoint::open(file, "file");
    BOOST_TEST_REQUIRE(opened.has_value());
    BOOST_TEST((*opened)[0].name == home);
  }
}

BOOST_AUTO_TEST_CASE(one_value_under_two_names_is_one_tensor) {
  pickle_writer object;
  object.raw("}(").text("a");
  put_quantised(object, matrix, [](pickle_writer& out) { put_per_tensor(out, 1, 0); });
  object.raw("q\x01").text("b").raw("h\x01u"); // remembered and taken again
  const auto file = torch_zip(object.stop(), three_storages());
  const auto opened = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(opened.has_value());
  BOOST_TEST_REQUIRE(opened->size() == 2U);
  BOOST_TEST((*opened)[1].name == "b");
  BOOST_TEST((*opened)[0].storage.space == (*opened)[1].storage.space);
  BOOST_TEST((*opened)[0].storage.offset == (*opened)[1].storage.offset);
}

BOOST_AUTO_TEST_CASE(an_empty_one_has_no_values) {
  const torch_tensor empty{"0", "QInt8Storage", 6, 0, {0, 3}, {3, 1}};
  const auto file = by_channels(empty);
  const auto opened = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(element_count((*opened)[0]) == 0U);
}

BOOST_AUTO_TEST_CASE(quantisers_that_contradict_their_codes_are_refused) {
  BOOST_TEST((fault_of(by_channels(matrix, 2)) == fault::shape));
  BOOST_TEST((fault_of(by_channels(matrix, -1)) == fault::shape));
  BOOST_TEST((fault_of(by_channels(matrix, 0)) == fault::shape)); // three scales for two rows
  const torch_tensor square{"1", "DoubleStorage", 3, 0, {3, 1}, {1, 1}};
  BOOST_TEST((fault_of(by_channels(matrix, 1, square)) == fault::shape));
  const torch_tensor two_zeros{"2", "LongStorage", 3, 0, {2}, {1}};
  BOOST_TEST((fault_of(by_channels(matrix, 1, three_scales, two_zeros)) == fault::shape));
  const torch_tensor pairs{"1", "ComplexFloatStorage", 3, 0, {3}, {1}};
  BOOST_TEST((fault_of(by_channels(matrix, 1, pairs)) == fault::dtype));
  const torch_tensor beyond{"1", "DoubleStorage", 4, 1, {3}, {1}};
  BOOST_TEST((fault_of(by_channels(matrix, 1, beyond)) == fault::bounds));
  const torch_tensor absent{"9", "DoubleStorage", 3, 0, {3}, {1}};
  BOOST_TEST((fault_of(by_channels(matrix, 1, absent)) == fault::missing));
  const torch_tensor reals{"1", "DoubleStorage", 3, 0, {1, 3}, {3, 1}};
  BOOST_TEST((fault_of(by_channels(reals)) == fault::dtype));
}

BOOST_AUTO_TEST_CASE(other_quantisers_are_named_and_left_out) {
  pickle_writer object;
  object.raw("}(").text("plain");
  put_tensor(object, {"1", "DoubleStorage", 3, 0, {3}, {1}});
  object.text("odd");
  put_quantised(object, matrix, [](pickle_writer& out) {
    out.raw("(").global("torch", "per_channel_symmetric").integer(1).integer(2).raw("t");
  });
  const auto file = torch_zip(object.raw("u").stop(), three_storages());
  const auto opened = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(opened.has_value());
  BOOST_TEST(opened->size() == 1U);
  BOOST_TEST_REQUIRE(opened->warnings().size() == 1U);
  BOOST_TEST(opened->warnings().front().find("'odd' is quantised") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_damage_is_more_than_a_refusal) {
  survives_mutations(by_channels(matrix), "file.pt");
}
