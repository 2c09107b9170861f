#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <weightkin/reader/limits.hpp>
#include <weightkin/reader/stored_tensor.hpp>

#include "reader/gguf/ggml_types.hpp"
#include "reader/gguf/gguf_cursor.hpp"

namespace weightkin {

/// What a GGUF file says about one tensor.
struct gguf_tensor {
  std::string name;
  std::vector<std::uint64_t> shape; ///< slowest axis first; the file has it the other way round
  const ggml_type* type = nullptr;
  std::uint64_t offset = 0; ///< in the data section
  std::uint64_t size = 0;   ///< in bytes
};

/// Reads `count` descriptions; names are unique and every size is exact.
/// \returns `bad_format`: `truncated`, `limit`, `header`, `encoding`, `duplicate`, `shape` (a row
///          that does not fill its blocks), `dtype`, `overflow`; `unsupported` for types whose
///          big-endian form is not known.
[[nodiscard]] result<std::vector<gguf_tensor>>
read_gguf_tensors(gguf_cursor& cursor, const gguf_header& header, const reader_limits& limits);

/// The data section of a file.
struct gguf_data {
  std::uint64_t begin = 0; ///< may lie past the end of a file without elements
  std::uint64_t alignment = 32;
};

/// Checks that all tensors lie in the data section, aligned and apart from one another.
/// \param warnings told about holes, an unusual order, and bytes that belong to nothing
/// \returns `bad_format`: `bounds`, `offset`, `overlap`
[[nodiscard]] result<void> check_gguf_layout(const std::vector<gguf_tensor>& tensors,
                                             const gguf_data& data, const byte_source& bytes,
                                             std::vector<std::string>& warnings);

/// A tensor that `check_gguf_layout` has passed, ready to be read.
[[nodiscard]] stored_tensor stored_gguf_tensor(gguf_tensor tensor, std::uint64_t data_begin,
                                               bool big_endian,
                                               const std::shared_ptr<const byte_source>& bytes);

} // namespace weightkin
