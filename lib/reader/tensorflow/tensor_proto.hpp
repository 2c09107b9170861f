#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include <weightkin/reader/byte_source.hpp>
#include <weightkin/reader/stored_tensor.hpp>

#include "reader/wire/protobuf.hpp"

namespace weightkin {

/// The tensor in a TensorProto of a graph, without a name; nothing when it holds no numbers
/// (strings, handles) or no element.
/// \returns `bad_format`: `shape` when the elements there are do not fit the shape, `dtype`,
///          `protobuf` and what `tensor_shape_of` returns; `unsupported` for some data types.
[[nodiscard]] result<std::optional<stored_tensor>>
read_tensor_proto(const std::shared_ptr<const byte_source>& file, const proto_field& message,
                  std::string_view where);

} // namespace weightkin
