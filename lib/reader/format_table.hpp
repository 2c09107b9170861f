#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include <weightkin/reader/checkpoint.hpp>
#include <weightkin/reader/stored_tensor.hpp>

#include "reader/zip_directory.hpp"

namespace weightkin {

/// How much of a file's beginning a format may look at to recognise itself.
inline constexpr std::size_t probe_bytes = 4096;

/// What a format may look at to recognise itself.
struct format_probe {
  std::span<const std::byte> head;     ///< the first min(size, probe_bytes) bytes
  std::uint64_t size = 0;              ///< of the whole source
  bool is_zip = false;                 ///< `members` is the (checked) central directory
  std::span<const zip_member> members; ///< empty unless `is_zip`
  const byte_source* bytes = nullptr;  ///< for the zip family, which must look into members
};

/// One row of the table of formats. To add a format: write its file with these two functions,
/// declare its row in format_rows.hpp and list it in `all_formats()`, nothing else.
struct format_row {
  std::string_view name;
  bool (*recognises)(const format_probe& probe);
  result<file_contents> (*read)(const std::shared_ptr<const byte_source>& bytes,
                                const open_options& options);
};

/// Every format, in the order they are asked; the first that recognises the bytes reads them, with
/// no fall-back to another on error.
[[nodiscard]] std::span<const format_row* const> all_formats() noexcept;

/// Recognises and reads one file's bytes.
/// \returns `bad_format`/`unsupported` with a hint when the bytes are something else that we know
///          (Git LFS pointer, web page, archive, another tool's format).
[[nodiscard]] result<file_contents> read_file(const std::shared_ptr<const byte_source>& bytes,
                                              const open_options& options);

} // namespace weightkin
