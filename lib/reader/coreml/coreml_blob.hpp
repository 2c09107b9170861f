#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// Before the first record: number of blobs, version, zeros.
inline constexpr std::uint64_t coreml_blob_header_bytes = 64;
/// Before each blob's bytes: mark, type, length, position.
inline constexpr std::uint64_t coreml_blob_record_bytes = 64;
inline constexpr std::uint32_t coreml_blob_mark = 0xdeadbeef;

/// How a blob's elements are stored.
struct coreml_blob_type {
  std::uint32_t code;
  std::string_view name;
  dtype type;    ///< as which it is read; f32 for codes of less than a byte
  unsigned bits; ///< of one element
  bool is_signed = false;
};

/// The row of a record's type, or null when there is none.
[[nodiscard]] const coreml_blob_type* coreml_blob_type_of(std::uint32_t code) noexcept;

/// One record of a weight.bin, checked: the bytes lie inside of the file behind it.
struct coreml_blob {
  const coreml_blob_type* type = nullptr;
  std::uint64_t offset = 0; ///< of the bytes
  std::uint64_t length = 0;
  std::uint64_t count = 0; ///< elements
};

/// \returns `bad_format`: `header` without the mark, `dtype`, `bounds`, `shape` when the bytes are
///          no whole number of elements.
[[nodiscard]] result<coreml_blob> read_coreml_blob(const byte_source& file, std::uint64_t record);

/// A tensor over a blob. \pre the product of `shape` is the blob's count
[[nodiscard]] stored_tensor tensor_of_blob(const std::shared_ptr<const byte_source>& file,
                                           const coreml_blob& blob, std::string name,
                                           std::vector<std::uint64_t> shape);

} // namespace weightkin
