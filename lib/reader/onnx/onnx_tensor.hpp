#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/onnx/onnx_element_type.hpp"
#include "reader/onnx/onnx_file.hpp"
#include "reader/wire/protobuf.hpp"

namespace weightkin {

/// The fields of one TensorProto, located but not yet held against each other.
struct onnx_tensor_proto {
  proto_field where; ///< the message
  std::string name;
  std::vector<std::uint64_t> dims; ///< as stored: negative ones are large; at most max_rank + 1
  std::optional<std::uint64_t> type;
  std::optional<std::uint64_t> data_location;
  std::optional<proto_field> raw_data;
  onnx_typed_field typed = onnx_typed_field::none; ///< the first field of numbers that is there
  bool several_typed = false;                      ///< more than one field of numbers is
  bool segmented = false;
  bool holds_text() const noexcept { return type.has_value() && *type == 8; }
};

[[nodiscard]] result<onnx_tensor_proto> read_tensor_proto(const onnx_file& file,
                                                          const proto_field& where);

/// The shape that `dims` give, and the elements it has.
struct onnx_shape {
  std::vector<std::uint64_t> extents;
  std::uint64_t count = 1;
};
/// \returns `bad_format`: `shape` for negative extents, `limit` beyond max_rank, `overflow`.
[[nodiscard]] result<onnx_shape> check_shape(const onnx_file& file, const proto_field& where,
                                             const std::vector<std::uint64_t>& dims,
                                             std::string_view tensor);

/// The tensor of checked `shape` whose raw bytes lie at `place`: plain, or decoded when no dtype
/// of ours holds its elements.
[[nodiscard]] stored_tensor tensor_of_raw(std::string name, const onnx_element_type& type,
                                          onnx_shape shape, const placed_bytes& place);

/// Places a tensor: checks type, shape and where its elements lie. \pre !proto.holds_text()
/// \param name how it is listed, which need not be the name in the message
[[nodiscard]] result<stored_tensor> place_tensor(onnx_file& file, const onnx_tensor_proto& proto,
                                                 std::string name);

} // namespace weightkin
