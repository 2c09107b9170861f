#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/protobuf_writer.hpp"

/// The messages and the file of blobs of Core ML, for tests.
namespace weightkin::test::coreml {

/// A Model of the kind in field `kind`.
inline protobuf_writer model(std::uint32_t kind, const protobuf_writer& content) {
  return protobuf_writer().varint(1, 6).message(2, protobuf_writer()).message(kind, content);
}

/// A ValueType: a tensor of MIL's element type `type`.
inline protobuf_writer tensor_type(std::uint64_t type, const std::vector<std::uint64_t>& shape) {
  protobuf_writer tensor = protobuf_writer().varint(1, type).varint(2, shape.size());
  for (const std::uint64_t extent : shape)
    tensor.message(3, protobuf_writer().message(1, protobuf_writer().varint(1, extent)));
  return protobuf_writer().message(1, tensor);
}

/// A Value whose elements lie in a file of blobs.
inline protobuf_writer blob_value(const protobuf_writer& type, std::uint64_t record,
                                  std::string_view file = "@model_path/weights/weight.bin") {
  return protobuf_writer().message(2, type).message(
      5, protobuf_writer().text(1, file).varint(2, record));
}

/// A Value that holds its elements: a list in field `list` of a TensorValue.
inline protobuf_writer immediate_value(const protobuf_writer& type, std::uint32_t list,
                                       const protobuf_writer& numbers) {
  return protobuf_writer().message(2, type).message(
      3, protobuf_writer().message(1, protobuf_writer().message(list, numbers)));
}

inline protobuf_writer pair(std::string_view key, const protobuf_writer& value) {
  return protobuf_writer().text(1, key).message(2, value);
}

/// The operation that names a value.
inline protobuf_writer constant(std::string_view name, const protobuf_writer& value) {
  return protobuf_writer()
      .text(1, "const")
      .message(3, protobuf_writer().text(1, name))
      .message(5, pair("val", value));
}

/// An operation with one input that a name is bound to.
inline protobuf_writer operation(std::string_view type, std::string_view input,
                                 std::string_view name) {
  const auto binding = protobuf_writer().message(1, protobuf_writer().text(1, name));
  return protobuf_writer()
      .text(1, type)
      .message(2, pair(input, binding))
      .message(3, protobuf_writer().text(1, "out"));
}

/// An ML program of one function and one block.
inline protobuf_writer program(const std::vector<protobuf_writer>& operations,
                               std::string_view function = "main") {
  protobuf_writer block;
  for (const protobuf_writer& each : operations)
    block.message(3, each);
  return protobuf_writer().varint(1, 1).message(
      2, pair(function, protobuf_writer().text(2, "op").message(3, pair("op", block))));
}

/// One blob of a weight.bin.
struct blob {
  std::uint32_t type;
  std::vector<std::uint8_t> bytes;
  std::uint64_t unused_bits = 0;
};

/// A weight.bin: records and bytes at multiples of 64.
inline std::vector<std::byte> blob_file(const std::vector<blob>& blobs) {
  std::vector<std::byte> file;
  const auto put = [&](std::uint64_t number, unsigned bytes) {
    for (unsigned i = 0; i < bytes; ++i)
      file.push_back(static_cast<std::byte>(number >> (8 * i) & 0xffU));
  };
  const auto align = [&] { file.resize((file.size() + 63) / 64 * 64); };
  put(blobs.size(), 4);
  put(2, 4);
  align();
  for (const blob& each : blobs) {
    put(0xdeadbeef, 4);
    put(each.type, 4);
    put(each.bytes.size(), 8);
    put(file.size() - 16 + 64, 8);
    put(each.unused_bits, 8);
    align();
    for (const std::uint8_t byte : each.bytes)
      file.push_back(static_cast<std::byte>(byte));
    align();
  }
  return file;
}

} // namespace weightkin::test::coreml
