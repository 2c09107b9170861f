#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "reader/decode/decoded_elements.hpp"
#include "reader/format_table.hpp"
#include "reader/wire/held_bytes.hpp"
#include "support/mutations.hpp"
#include "support/protobuf_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

protobuf_writer blob(const std::vector<std::int64_t>& shape, const std::vector<float>& values) {
  return protobuf_writer().packed(5, values).message(7, protobuf_writer().packed_varints(1, shape));
}

protobuf_writer layer(std::string_view name, std::string_view type,
                      const std::vector<protobuf_writer>& blobs) {
  protobuf_writer proto = protobuf_writer().text(1, name).text(2, type).text(3, "bottom");
  for (const protobuf_writer& each : blobs)
    proto.message(7, each);
  return proto;
}

result<file_contents> read(std::vector<std::byte> bytes) {
  sibling_files beside(nullptr, "net.caffemodel");
  const open_options options;
  const auto source = std::make_shared<held_bytes>(std::move(bytes), "net.caffemodel");
  return read_file(read_request{source, options, beside});
}

std::vector<float> values_of(const stored_tensor& tensor) {
  std::vector<float> values(static_cast<std::size_t>(element_count(tensor)));
  BOOST_TEST(read_f32(tensor, 0, values).has_value());
  return values;
}

fault blob_fault(const protobuf_writer& bad) {
  const auto contents =
      read(protobuf_writer().message(100, layer("conv", "Convolution", {bad})).content());
  BOOST_TEST_REQUIRE(!contents.has_value());
  BOOST_TEST(contents.error().message.starts_with("net.caffemodel"));
  return contents.error().why;
}

} // namespace

BOOST_AUTO_TEST_CASE(layers_hold_numbered_blobs) {
  const auto contents =
      read(protobuf_writer()
               .text(1, "net")
               .message(100, layer("in", "Input", {}))
               .message(100, layer("conv", "Convolution",
                                   {blob({2, 1}, {1, 2}), protobuf_writer()
                                                              .fixed32(5, 3)
                                                              .fixed32(5, 4)
                                                              .varint(1, 1)
                                                              .varint(2, 1)
                                                              .varint(3, 1)
                                                              .varint(4, 2)}))
               .message(100, layer("fc", "InnerProduct",
                                   {protobuf_writer().packed<double>(8, {5, 6}).message(
                                       7, protobuf_writer().packed_varints(1, {2}))}))
               .content());
  BOOST_TEST_REQUIRE(contents.has_value(), (contents ? "" : contents.error().message));
  BOOST_TEST(contents->format == "caffemodel");
  BOOST_TEST_REQUIRE(contents->tensors.size() == 3U);
  BOOST_TEST(contents->tensors[0].name == "conv/blobs/0");
  BOOST_TEST(std::string(contents->tensors[0].usage) == "Convolution.0");
  BOOST_TEST((contents->tensors[0].shape == std::vector<std::uint64_t>{2, 1}));
  BOOST_TEST((values_of(contents->tensors[0]) == std::vector<float>{1, 2}));
  BOOST_TEST(contents->tensors[1].name == "conv/blobs/1");
  BOOST_TEST((contents->tensors[1].shape == std::vector<std::uint64_t>{1, 1, 1, 2}));
  BOOST_TEST((values_of(contents->tensors[1]) == std::vector<float>{3, 4}));
  BOOST_TEST((contents->tensors[2].type == dtype::f64));
  BOOST_TEST(std::string(contents->tensors[2].usage) == "InnerProduct.0");
  BOOST_TEST(contents->metadata.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_first_generation_has_other_fields) {
  const auto contents =
      read(protobuf_writer()
               .text(1, "net")
               .message(2, protobuf_writer().text(4, "fc").varint(5, 14).message(6, blob({1}, {7})))
               .content());
  BOOST_TEST_REQUIRE(contents.has_value(), (contents ? "" : contents.error().message));
  BOOST_TEST(contents->tensors.at(0).name == "fc/blobs/0");
  BOOST_TEST(std::string(contents->tensors.at(0).usage) == "InnerProduct.0");
}

BOOST_AUTO_TEST_CASE(matrices_stored_by_inputs_say_so) {
  const auto usage = [](const protobuf_writer& parameters) {
    const auto contents =
        read(protobuf_writer()
                 .message(100, layer("fc", "InnerProduct", {blob({2, 1}, {1, 2}), blob({1}, {3})})
                                   .message(117, parameters))
                 .content());
    BOOST_TEST_REQUIRE(contents.has_value());
    BOOST_TEST(std::string(contents->tensors.at(1).usage) == "InnerProduct.1");
    return std::string(contents->tensors.at(0).usage);
  };
  BOOST_TEST(usage(protobuf_writer().varint(1, 1)) == "InnerProduct.0");
  BOOST_TEST(usage(protobuf_writer().varint(1, 1).varint(6, 1)) == "InnerProduct.0 transpose=1");
  BOOST_TEST(usage(protobuf_writer().varint(6, 1).varint(6, 0)) == "InnerProduct.0");
}

BOOST_AUTO_TEST_CASE(blobs_that_contradict_themselves_are_refused) {
  BOOST_TEST((blob_fault(blob({3}, {1, 2})) == fault::shape));
  BOOST_TEST((blob_fault(blob({-1}, {1, 2})) == fault::shape));
  BOOST_TEST((blob_fault(blob({1LL << 40, 1LL << 40}, {1})) == fault::overflow));
  BOOST_TEST((blob_fault(blob(std::vector<std::int64_t>(65, 1), {1})) == fault::limit));
  BOOST_TEST((blob_fault(protobuf_writer().message(7, protobuf_writer().packed_varints(1, {2}))) ==
              fault::missing));
  BOOST_TEST((blob_fault(blob({1}, {1}).packed<double>(8, {1})) == fault::format));
  const auto twice = layer("a", "Scale", {blob({1}, {1})});
  BOOST_TEST(
      (read(protobuf_writer().message(100, twice).message(100, twice).content()).error().why ==
       fault::duplicate));
}

BOOST_AUTO_TEST_CASE(no_cut_and_no_flipped_bit_does_harm) {
  survives_mutations(
      protobuf_writer()
          .text(1, "net")
          .message(100, layer("conv", "Convolution", {blob({2, 2}, {1, 2, 3, 4}), blob({1}, {5})}))
          .content(),
      "net.caffemodel");
  survives_mutations(
      protobuf_writer()
          .message(2, protobuf_writer().text(4, "fc").varint(5, 14).message(6, blob({1}, {7})))
          .content(),
      "old.caffemodel");
}

BOOST_AUTO_TEST_CASE(gates_of_a_long_memory_come_in_the_order_of_home) {
  // Stored: input, forget, output, cell.
  const auto bytes = protobuf_writer()
                         .text(1, "net")
                         .message(100, layer("l", "LSTM",
                                             {blob({4, 2}, {0, 1, 2, 3, 4, 5, 6, 7}),
                                              blob({4}, {0, 1, 2, 3}), blob({4, 1}, {0, 1, 2, 3})}))
                         .message(100, layer("r", "RNN", {blob({4, 1}, {0, 1, 2, 3})}))
                         .content();
  const auto opened = checkpoint::open(bytes, "net.caffemodel");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  const std::vector<std::vector<double>> expected{
      {0, 1, 2, 3, 6, 7, 4, 5}, {0, 1, 3, 2}, {0, 1, 3, 2}, {0, 1, 2, 3}};
  BOOST_TEST_REQUIRE(opened->size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto read = read_as_f64((*opened)[i], 0, expected[i].size());
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST((*read == expected[i]), (*opened)[i].name);
  }
  const auto as_stored = checkpoint::open(bytes, "net.caffemodel", {.undo_layout = false});
  BOOST_TEST_REQUIRE(as_stored.has_value());
  BOOST_TEST((read_as_f64((*as_stored)[1], 0, 4).value() == std::vector<double>{0, 1, 2, 3}));
}
