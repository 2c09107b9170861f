#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/float_formats.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/coreml_writer.hpp"
#include "support/memory_files.hpp"
#include "support/mutations.hpp"

using namespace weightkin;
using namespace weightkin::test;
namespace ml = weightkin::test::coreml;

namespace {

using numbers = std::vector<double>;
using extents = std::vector<std::uint64_t>;
using octets = std::vector<std::uint8_t>;

constexpr std::uint32_t program = 502;
constexpr std::uint32_t floats_list = 1;
constexpr std::uint32_t integers_list = 2;
constexpr std::uint32_t bytes_list = 7;

/// MIL's element types and the blobs that hold them.
constexpr std::uint64_t f16 = 10;
constexpr std::uint64_t f32 = 11;
constexpr std::uint64_t i8 = 21;
constexpr std::uint64_t i32 = 23;
constexpr std::uint64_t i4 = 25;
constexpr std::uint64_t u8 = 31;
constexpr std::uint64_t u32 = 33;
constexpr std::uint64_t u4 = 35;
constexpr std::uint64_t u2 = 36;
constexpr std::uint64_t u1 = 37;
constexpr std::uint64_t u6 = 38;
constexpr std::uint64_t u3 = 39;
const std::map<std::uint64_t, std::uint32_t> blob_of{
    {f16, 1}, {f32, 2}, {u8, 3}, {i8, 4}, {i4, 8}, {u1, 9}, {u2, 10}, {u4, 11}, {u3, 12}, {u6, 13}};

/// Codes of `bits` bits, bit after bit from the lowest of each byte on.
octets packed(const std::vector<unsigned>& codes, unsigned bits) {
  octets bytes((codes.size() * bits + 7) / 8);
  for (std::size_t i = 0; i < codes.size() * bits; ++i)
    if ((codes[i / bits] >> i % bits & 1U) != 0)
      bytes[i / 8] = static_cast<std::uint8_t>(bytes[i / 8] | 1U << i % 8);
  return bytes;
}

octets halves(const std::vector<float>& values) {
  octets bytes;
  for (const float value : values) {
    const std::uint16_t bits = narrow_f16(value);
    bytes.push_back(static_cast<std::uint8_t>(bits & 0xffU));
    bytes.push_back(static_cast<std::uint8_t>(bits >> 8U));
  }
  return bytes;
}

octets as_octets(const std::vector<int>& values) {
  octets bytes;
  for (const int value : values)
    bytes.push_back(static_cast<std::uint8_t>(value & 0xff));
  return bytes;
}

std::vector<unsigned> counting_codes(std::size_t count, unsigned below) {
  std::vector<unsigned> codes;
  for (std::size_t i = 0; i < count; ++i)
    codes.push_back(static_cast<unsigned>((i * 7 + i / 5) % below));
  return codes;
}

/// An ML program of one operation that unpacks "w", being written.
class packed_weight {
public:
  /// \param by_inputs arguments are inputs, as from iOS 18 on, and not attributes
  packed_weight(const std::string& type, bool by_inputs)
      : by_inputs_(by_inputs),
        operation_(protobuf_writer().text(1, type).message(3, protobuf_writer().text(1, "w"))) {}

  packed_weight& blob(const std::string& key, std::uint64_t type, const extents& shape,
                      octets bytes, unsigned unused_bits = 0) {
    const std::uint64_t record = record_;
    record_ += 64 + (bytes.size() + 63) / 64 * 64;
    blobs_.push_back({blob_of.at(type), std::move(bytes), unused_bits});
    return add(key, ml::blob_value(ml::tensor_type(type, shape), record));
  }
  packed_weight& bytes(const std::string& key, std::uint64_t type, const extents& shape,
                       const octets& content) {
    return add(key,
               ml::immediate_value(ml::tensor_type(type, shape), bytes_list,
                                   protobuf_writer().bytes(1, std::as_bytes(std::span(content)))));
  }
  packed_weight& reals(const std::string& key, const extents& shape,
                       const std::vector<float>& content) {
    return add(key, ml::immediate_value(ml::tensor_type(f32, shape), floats_list,
                                        protobuf_writer().packed(1, content)));
  }
  packed_weight& integers(const std::string& key, const extents& shape,
                          const std::vector<std::int64_t>& content) {
    return add(key, ml::immediate_value(ml::tensor_type(i32, shape), integers_list,
                                        protobuf_writer().packed_varints(1, content)));
  }
  /// The shape as coremltools writes it: 32-bit unsigned numbers as bytes.
  packed_weight& shape(const extents& content) {
    octets raw;
    for (const std::uint64_t extent : content)
      for (unsigned byte = 0; byte < 4; ++byte)
        raw.push_back(static_cast<std::uint8_t>(extent >> 8 * byte & 0xffU));
    return bytes("shape", u32, {content.size()}, raw);
  }
  packed_weight& named(const std::string& key, const std::string& output) {
    const auto binding = protobuf_writer().message(1, protobuf_writer().text(1, output));
    operation_.message(2, ml::pair(key, binding));
    return *this;
  }
  /// A second operation behind this one, whose blobs lie behind its.
  packed_weight& then(const std::string& type, const std::string& output) {
    before_.push_back(operation_);
    operation_ = protobuf_writer().text(1, type).message(3, protobuf_writer().text(1, output));
    return *this;
  }

  [[nodiscard]] std::vector<std::byte> model() const {
    std::vector<protobuf_writer> all = before_;
    all.push_back(operation_);
    return ml::model(program, ml::program(all)).content();
  }
  [[nodiscard]] std::shared_ptr<const memory_files> beside() const {
    return std::make_shared<const memory_files>(std::map<std::string, std::vector<std::byte>>{
        {"weights/weight.bin", ml::blob_file(blobs_)}});
  }

private:
  packed_weight& add(const std::string& key, const protobuf_writer& value) {
    if (by_inputs_)
      operation_.message(
          2, ml::pair(key, protobuf_writer().message(1, protobuf_writer().message(2, value))));
    else
      operation_.message(5, ml::pair(key, value));
    return *this;
  }

  bool by_inputs_;
  protobuf_writer operation_;
  std::vector<protobuf_writer> before_;
  std::vector<ml::blob> blobs_;
  std::uint64_t record_ = 64;
};

result<checkpoint> open(const packed_weight& packed, const std::vector<std::byte>& model) {
  return checkpoint::open(borrow_memory(model, "model.mlmodel"), packed.beside());
}

/// Opens what holds one tensor, "w"; checks its shape and values, read whole and from the middle.
void check_values(const packed_weight& packed, const std::string& scheme, const extents& shape,
                  const numbers& expected) {
  const std::vector<std::byte> model = packed.model();
  const auto opened = open(packed, model);
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST_REQUIRE(opened->size() == 1U);
  BOOST_TEST(opened->warnings().empty());
  const tensor_view view = (*opened)[0];
  BOOST_TEST(view.name == "w");
  BOOST_TEST((extents(view.shape.begin(), view.shape.end()) == shape));
  BOOST_TEST_REQUIRE((view.encoding != nullptr));
  BOOST_TEST(view.encoding->scheme == scheme);
  const auto all = read_as_f64(view, 0, expected.size());
  BOOST_TEST_REQUIRE(all.has_value(), (all ? "" : all.error().message));
  BOOST_TEST(*all == expected, boost::test_tools::per_element());
  for (std::size_t first = 0; first < expected.size(); first += 3) {
    const std::size_t count = std::min<std::size_t>(5, expected.size() - first);
    const auto some = read_as_f64(view, first, count);
    BOOST_TEST_REQUIRE(some.has_value());
    const auto begin = expected.begin() + static_cast<std::ptrdiff_t>(first);
    BOOST_TEST((*some == numbers(begin, begin + static_cast<std::ptrdiff_t>(count))));
  }
}

fault fault_of(const packed_weight& packed) {
  const std::vector<std::byte> model = packed.model();
  const auto opened = open(packed, model);
  if (!opened) return opened.error().why;
  const auto read = read_as_f64((*opened)[0], 0, 1);
  return read ? fault::none : read.error().why;
}

const std::vector<int> bytes12{-128, -5, 0, 1, 2, 3, 9, 77, 100, 120, 126, 127};

packed_weight affine_along(std::int64_t axis, const extents& scales, const extents& zeros) {
  packed_weight packed("constexpr_affine_dequantize", false);
  packed.blob("quantized_data", i8, {2, 3, 2}, as_octets(bytes12));
  const std::vector<float> steps{0.5F, 0.1F, 3.0F};
  const std::size_t count = scales.empty() ? 1 : scales[0];
  packed.bytes("scale", f16, scales,
               halves({steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(count)}));
  packed.bytes("zero_point", i8, zeros, zeros.empty() ? octets{2} : as_octets({1, -2, 3}));
  return packed.integers("axis", {}, {axis});
}

} // namespace

BOOST_AUTO_TEST_CASE(integers_times_scales_along_an_axis) {
  const std::vector<float> steps{0.5F, 0.1F, 3.0F};
  const std::vector<int> zeros{1, -2, 3};
  for (const std::int64_t axis : {1, -2})
    for (const bool one_zero : {false, true}) {
      numbers expected;
      for (std::size_t i = 0; i < 12; ++i) {
        const std::size_t channel = i / 2 % 3;
        const float step = widen_f16(narrow_f16(steps[channel]));
        const float product =
            step * static_cast<float>(bytes12[i] - (one_zero ? 2 : zeros[channel]));
        expected.push_back(widen_f16(narrow_f16(product)));
      }
      check_values(affine_along(axis, {3}, one_zero ? extents{} : extents{3}), "coreml-affine",
                   {2, 3, 2}, expected);
    }
  numbers expected;
  for (const int code : bytes12)
    expected.push_back(0.5 * (code - 2));
  check_values(affine_along(0, {}, {}), "coreml-affine", {2, 3, 2}, expected);
}

BOOST_AUTO_TEST_CASE(a_cast_is_the_values_it_was_made_from) {
  packed_weight packed("constexpr_cast", false);
  packed.blob("source_val", f16, {2, 2}, halves({1, -2, 0.5F, 65504}));
  const std::vector<std::byte> model = packed.model();
  const auto opened = open(packed, model);
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST((*opened)[0].name == "w");
  BOOST_TEST((*read_as_f64((*opened)[0], 0, 4) == numbers{1, -2, 0.5, 65504}));
}

BOOST_AUTO_TEST_CASE(codes_of_every_width_are_looked_up) {
  for (const unsigned bits : {1U, 2U, 4U, 6U, 8U}) {
    const unsigned palettes = 1U << bits;
    std::vector<float> table;
    for (unsigned i = 0; i < palettes; ++i)
      table.push_back(0.25F * static_cast<float>(i) - 3);
    const auto codes = counting_codes(35, palettes);
    numbers expected;
    for (const unsigned code : codes)
      expected.push_back(table[code]);
    packed_weight packed_bytes("constexpr_lut_to_dense", false);
    packed_bytes.blob("indices", u8, {(35 * bits + 7) / 8}, packed(codes, bits));
    packed_bytes.bytes("lut", f16, {palettes}, halves(table)).shape({5, 7});
    check_values(packed_bytes, "coreml-lut" + std::to_string(bits), {5, 7}, expected);
  }
}

/// A table for each two rows and for each column.
BOOST_AUTO_TEST_CASE(codes_of_their_own_type_have_tables_for_blocks) {
  for (const auto& [type, bits] : std::vector<std::pair<std::uint64_t, unsigned>>{
           {u1, 1}, {u2, 2}, {u3, 3}, {u4, 4}, {u6, 6}, {u8, 8}}) {
    const unsigned palettes = 1U << bits;
    const auto codes = counting_codes(24, palettes);
    std::vector<float> tables;
    for (unsigned i = 0; i < 2 * 6 * palettes; ++i)
      tables.push_back(static_cast<float>(i % 2000) * 0.5F);
    numbers expected;
    for (std::size_t i = 0; i < 24; ++i) {
      const std::size_t table = i / 6 / 2 * 6 + i % 6;
      expected.push_back(tables[table * palettes + codes[i]]);
    }
    packed_weight typed("constexpr_lut_to_dense", true);
    const unsigned unused = (8 - 24 * bits % 8) % 8;
    typed.blob("indices", type, {4, 6}, packed(codes, bits), unused);
    typed.blob("lut", f16, {2, 6, palettes, 1}, halves(tables));
    check_values(typed, "coreml-lut" + std::to_string(bits), {4, 6}, expected);
  }
}

BOOST_AUTO_TEST_CASE(a_code_may_stand_for_values_along_an_axis) {
  const std::vector<unsigned> codes{0, 1, 1, 0, 1, 1, 0, 0};
  const std::vector<float> table{1, 2, 3, 10, 20, 30};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    extents shape{2, 2, 2};
    shape[axis] *= 3;
    numbers expected;
    for (std::size_t i = 0; i < shape[0]; ++i)
      for (std::size_t j = 0; j < shape[1]; ++j)
        for (std::size_t k = 0; k < shape[2]; ++k) {
          std::size_t at[3] = {i, j, k};
          const std::size_t part = at[axis] % 3;
          at[axis] /= 3;
          expected.push_back(table[codes[4 * at[0] + 2 * at[1] + at[2]] * 3 + part]);
        }
    packed_weight vectors("constexpr_lut_to_dense", true);
    vectors.blob("indices", u1, {2, 2, 2}, packed(codes, 1));
    vectors.blob("lut", f16, {1, 1, 1, 2, 3}, halves(table));
    vectors.integers("vector_axis", {}, {static_cast<std::int64_t>(axis) - 3});
    check_values(vectors, "coreml-lut1", shape, expected);
  }
}

BOOST_AUTO_TEST_CASE(blocks_have_scales_and_offsets) {
  const auto codes = counting_codes(32, 16);
  const std::vector<float> steps{0.5F, 1.5F, 2, 0.25F};
  const auto offsets = std::vector<unsigned>{1, 15, 0, 7};
  for (const bool has_offsets : {true, false})
    for (const bool is_signed : {true, false}) {
      const auto meant = [&](unsigned code) {
        return is_signed && code > 7 ? static_cast<int>(code) - 16 : static_cast<int>(code);
      };
      numbers expected;
      for (std::size_t i = 0; i < 32; ++i) {
        const std::size_t block = i / 16 * 2 + i % 8 / 4; // four rows of eight, two by four
        const int zero = has_offsets ? meant(offsets[block]) : 0;
        expected.push_back(steps[block] * static_cast<float>(meant(codes[i]) - zero));
      }
      packed_weight blocks("constexpr_blockwise_shift_scale", true);
      blocks.blob("data", is_signed ? i4 : u4, {4, 8}, packed(codes, 4));
      blocks.reals("scale", {2, 2}, steps);
      if (has_offsets) blocks.bytes("offset", is_signed ? i4 : u4, {2, 2}, packed(offsets, 4));
      check_values(blocks, "coreml-blockwise", {4, 8}, expected);
    }
}

BOOST_AUTO_TEST_CASE(masks_say_where_values_are) {
  for (const std::size_t count : {1U, 8U, 21U, 40'000U}) {
    std::vector<unsigned> mask;
    std::vector<float> values;
    numbers expected;
    for (std::size_t i = 0; i < count; ++i) {
      mask.push_back(i * i % 3 == 0 ? 1 : 0);
      if (mask.back() == 1) values.push_back(static_cast<float>(values.size() % 500) + 1);
      expected.push_back(mask.back() == 1 ? values.back() : 0);
    }
    packed_weight old("constexpr_sparse_to_dense", false);
    old.blob("mask", u8, {(count + 7) / 8}, packed(mask, 1)).shape({1, count});
    old.blob("nonzero_data", f16, {values.size()}, halves(values));
    check_values(old, "coreml-sparse", {1, count}, expected);
    packed_weight typed("constexpr_sparse_to_dense", true);
    typed.blob("mask", u1, {1, count}, packed(mask, 1), static_cast<unsigned>((8 - count % 8) % 8));
    typed.blob("nonzero_data", f16, {values.size()}, halves(values));
    check_values(typed, "coreml-sparse", {1, count}, expected);
  }
}

BOOST_AUTO_TEST_CASE(one_packed_weight_may_be_part_of_another) {
  packed_weight both("constexpr_lut_to_dense", true);
  both.blob("indices", u1, {2, 2}, packed({0, 1, 1, 0}, 1), 4);
  both.bytes("lut", i8, {1, 1, 2, 1}, as_octets({-4, 6}));
  both.then("constexpr_blockwise_shift_scale", "v").named("data", "w");
  both.reals("scale", {2, 1}, {0.5F, 2});
  const std::vector<std::byte> model = both.model();
  const auto opened = open(both, model);
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST_REQUIRE(opened->size() == 1U);
  BOOST_TEST((*opened)[0].name == "v");
  BOOST_TEST((*read_as_f64((*opened)[0], 0, 4) == numbers{-2, 3, 12, -8}));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_put_together_is_listed_in_parts) {
  packed_weight odd("constexpr_of_tomorrow", true);
  odd.reals("data", {2}, {1, 2});
  const std::vector<std::byte> model = odd.model();
  const auto opened = open(odd, model);
  BOOST_TEST_REQUIRE(opened.has_value());
  BOOST_TEST_REQUIRE(opened->size() == 1U);
  BOOST_TEST((*opened)[0].name == "w.data");
  BOOST_TEST_REQUIRE(opened->warnings().size() == 1U);
  BOOST_TEST(opened->warnings().front().find("constexpr_of_tomorrow") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(parts_that_contradict_one_another_are_refused) {
  const auto lut = [](const extents& indices, const extents& table, octets bytes) {
    packed_weight packed("constexpr_lut_to_dense", true);
    packed.blob("indices", u2, indices, std::move(bytes));
    packed.reals("lut", table, std::vector<float>(table[0] * table[1] * table[2], 1));
    return packed;
  };
  BOOST_TEST((fault_of(lut({4}, {1, 4, 1}, {0})) == fault::none));
  BOOST_TEST((fault_of(lut({4}, {1, 8, 1}, {0})) == fault::shape));   // longer than two bits
  BOOST_TEST((fault_of(lut({4}, {3, 4, 1}, {0})) == fault::shape));   // does not divide
  BOOST_TEST((fault_of(lut({4}, {1, 4, 2}, {0})) == fault::missing)); // no axis for vectors
  BOOST_TEST((fault_of(lut({4}, {0, 4, 1}, {0})) == fault::shape));
  BOOST_TEST((fault_of(affine_along(3, {}, {})) == fault::shape));
  BOOST_TEST((fault_of(affine_along(0, {3}, {})) == fault::shape)); // three scales, two places
  packed_weight few_bits("constexpr_sparse_to_dense", false);
  few_bits.bytes("mask", u8, {1}, {3}).shape({8}).reals("nonzero_data", {3}, {1, 2, 3});
  BOOST_TEST((fault_of(few_bits) == fault::shape));
  packed_weight short_mask("constexpr_sparse_to_dense", false);
  short_mask.bytes("mask", u8, {1}, {3}).shape({9}).reals("nonzero_data", {2}, {1, 2});
  BOOST_TEST((fault_of(short_mask) == fault::shape));
  packed_weight no_scale("constexpr_blockwise_shift_scale", true);
  no_scale.reals("data", {2}, {1, 2});
  BOOST_TEST((fault_of(no_scale) == fault::missing));
  packed_weight odd_blocks("constexpr_blockwise_shift_scale", true);
  odd_blocks.reals("data", {3}, {1, 2, 3}).reals("scale", {2}, {1, 2});
  BOOST_TEST((fault_of(odd_blocks) == fault::shape));
}

BOOST_AUTO_TEST_CASE(no_damage_is_more_than_a_refusal) {
  const packed_weight affine = affine_along(1, {3}, {3});
  survives_mutations(affine.model(), "model.mlmodel", affine.beside());
  packed_weight vectors("constexpr_lut_to_dense", true);
  vectors.blob("indices", u1, {2, 2, 2}, packed({0, 1, 1, 0, 1, 1, 0, 0}, 1));
  vectors.blob("lut", f16, {1, 1, 1, 2, 3}, halves({1, 2, 3, 10, 20, 30}));
  vectors.integers("vector_axis", {}, {1});
  survives_mutations(vectors.model(), "model.mlmodel", vectors.beside());
  packed_weight sparse("constexpr_sparse_to_dense", false);
  sparse.bytes("mask", u8, {1}, {5}).shape({2, 4}).reals("nonzero_data", {2}, {1, 2});
  survives_mutations(sparse.model(), "model.mlmodel", sparse.beside());
}
