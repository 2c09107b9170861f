#pragma once

#include <string>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/onnx/onnx_file.hpp"
#include "reader/wire/protobuf.hpp"

namespace weightkin {

/// The SparseTensorProto `where` as a dense tensor of f32 with zeros between its values.
/// \param prefix goes before the name that the message gives its values
/// \param name replaces that name unless empty
/// \returns `bad_format`: `shape`, `bounds` for an index outside, `duplicate` for one twice,
///          `format` when they do not ascend, `limit` for more elements than the caller allows;
///          `unsupported` for values that are no real numbers.
[[nodiscard]] result<stored_tensor> place_sparse_tensor(onnx_file& file, const proto_field& where,
                                                        std::string_view prefix,
                                                        std::string_view name);

} // namespace weightkin
