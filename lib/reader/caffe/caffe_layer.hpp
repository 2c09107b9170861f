#pragma once

#include <string>
#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/wire/protobuf_file.hpp"

namespace weightkin {

/// Where a layer message keeps its name, type, weights and InnerProductParameter: the fields differ
/// between the two generations of the format.
struct caffe_layer_fields {
  std::uint32_t name;
  std::uint32_t type;
  std::uint32_t blobs;
  std::uint32_t inner_product;
};

/// LayerParameter, with its type as text.
inline constexpr caffe_layer_fields caffe_layer{1, 2, 7, 117};
/// V1LayerParameter, with its type as a number.
inline constexpr caffe_layer_fields caffe_v1_layer{4, 5, 6, 17};

/// Appends the weights of one layer, named "<layer>/blobs/<i>" and used as "<Type>.<i>", the matrix
/// of a layer that stores it by inputs as "InnerProduct.0 transpose=1".
/// \returns `bad_format`: `shape`, `overflow`, `limit` for more tensors than `most_tensors`,
///          `missing` for a blob without numbers, `protobuf`.
[[nodiscard]] result<void> add_caffe_layer(proto_file& file, const proto_field& where,
                                           const caffe_layer_fields& fields,
                                           std::size_t most_tensors,
                                           std::vector<stored_tensor>& tensors);

} // namespace weightkin
