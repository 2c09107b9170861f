#pragma once

#include <memory>

#include <weightkin/reader/limits.hpp>
#include <weightkin/reader/stored_tensor.hpp>

#include "reader/gguf/gguf_metadata.hpp"

namespace weightkin {

/// One GGUF file, which may be a part of a model.
struct gguf_file {
  file_contents contents;
  gguf_split split;
};

/// gguf_format.cpp: reads the header of one file; touches no other.
[[nodiscard]] result<gguf_file> read_gguf_file(const std::shared_ptr<const byte_source>& bytes,
                                               const reader_limits& limits);

} // namespace weightkin
