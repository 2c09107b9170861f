#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/protobuf_writer.hpp"

/// The messages of ONNX, for tests.
namespace weightkin::test::onnx {

/// A TensorProto without elements: `dims`, element type and name.
inline protobuf_writer tensor(std::string_view name, std::uint64_t type,
                              const std::vector<std::int64_t>& dims) {
  protobuf_writer proto;
  for (const std::int64_t extent : dims)
    proto.varint(1, static_cast<std::uint64_t>(extent));
  return proto.varint(2, type).text(8, name);
}

/// A TensorProto with its elements in raw bytes.
template <class Value>
protobuf_writer raw_tensor(std::string_view name, std::uint64_t type,
                           const std::vector<std::int64_t>& dims,
                           const std::vector<Value>& values) {
  return tensor(name, type, dims).packed(9, values);
}

inline protobuf_writer node(std::string_view op, const std::vector<std::string>& inputs,
                            std::string_view output) {
  protobuf_writer proto;
  for (const std::string& input : inputs)
    proto.text(1, input);
  return proto.text(2, output).text(4, op);
}

inline protobuf_writer integer_attribute(std::string_view name, std::int64_t value) {
  return protobuf_writer().text(1, name).varint(3, static_cast<std::uint64_t>(value)).varint(20, 2);
}

/// An attribute that holds one message: a tensor (field 5), a graph (6) or a sparse tensor (22).
inline protobuf_writer message_attribute(std::string_view name, std::uint32_t field,
                                         const protobuf_writer& value) {
  return protobuf_writer().text(1, name).message(field, value);
}

inline protobuf_writer sparse(const protobuf_writer& values, const protobuf_writer& indices,
                              const std::vector<std::int64_t>& dims) {
  protobuf_writer proto;
  proto.message(1, values).message(2, indices);
  return proto.packed_varints(3, dims);
}

inline protobuf_writer external(const std::vector<std::pair<std::string, std::string>>& entries,
                                protobuf_writer tensor) {
  for (const auto& [key, value] : entries)
    tensor.message(13, protobuf_writer().text(1, key).text(2, value));
  return tensor.varint(14, 1);
}

/// A ModelProto around a graph.
inline std::vector<std::byte> model(const protobuf_writer& graph) {
  return protobuf_writer()
      .varint(1, 8)
      .text(2, "writer")
      .message(7, graph)
      .message(8, protobuf_writer().text(1, "").varint(2, 17))
      .content();
}

/// A ModelProto of nothing but initializers.
inline std::vector<std::byte> model_of(const std::vector<protobuf_writer>& tensors) {
  protobuf_writer graph;
  for (const protobuf_writer& tensor : tensors)
    graph.message(5, tensor);
  return model(graph);
}

} // namespace weightkin::test::onnx
