#pragma once

#include <weightkin/reader/limits.hpp>

#include "reader/files/sibling_files.hpp"
#include "reader/format_table.hpp"
#include "reader/wire/protobuf_file.hpp"

namespace weightkin {

/// What all parts of the ONNX reader need of the file they read.
struct onnx_file : proto_file {
  explicit onnx_file(const read_request& request)
      : proto_file(request.bytes), beside(request.beside), limits(request.options.limits) {}

  sibling_files& beside;
  const reader_limits& limits;
};

} // namespace weightkin
