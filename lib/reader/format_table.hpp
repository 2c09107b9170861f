#pragma once

#include <memory>
#include <span>
#include <string_view>

#include <weightkin/reader/checkpoint.hpp>
#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// The first bytes of a source, and its size: all a format may look at to recognise itself.
/// Zip based formats look further through `zip_directory` (cheap: the central directory only).
struct format_probe {
  std::span<const std::byte> head; ///< the first min(size, 4096) bytes
  std::uint64_t size = 0;
};

/// One row of the table of formats. To add a format: write its file with these two functions and
/// add its row to `all_formats()` in format_table.cpp, nothing else.
struct format_row {
  std::string_view name;
  bool (*recognises)(const format_probe& probe);
  result<file_contents> (*read)(const std::shared_ptr<const byte_source>& bytes,
                                const open_options& options);
};

/// Every format, in the order they are asked; the first that recognises the bytes reads them, with
/// no fall-back to another on error.
[[nodiscard]] std::span<const format_row> all_formats() noexcept;

/// Recognises and reads one file's bytes.
[[nodiscard]] result<file_contents> read_file(const std::shared_ptr<const byte_source>& bytes,
                                              const open_options& options);

} // namespace weightkin
