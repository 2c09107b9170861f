#pragma once

#include <span>
#include <string_view>

#include "reader/onnx/onnx_file.hpp"
#include "reader/wire/protobuf.hpp"
#include "reader/wire/protobuf_array.hpp"

namespace weightkin {

/// The bytes that the `external_data` entries of the TensorProto `where` name: `expected_bytes` at
/// an offset of a file beside the model.
/// \returns `bad_format`: `path`, `missing`, `format` for entries that make no sense, `duplicate`,
///          `bounds` when the file is too short, `shape` when the entry gives another length.
[[nodiscard]] result<placed_bytes> place_external_data(onnx_file& file, const proto_field& where,
                                                       std::uint64_t expected_bytes,
                                                       std::string_view tensor);

} // namespace weightkin
