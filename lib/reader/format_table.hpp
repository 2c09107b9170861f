#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include <weightkin/reader/checkpoint.hpp>
#include <weightkin/reader/stored_tensor.hpp>

#include "reader/files/sibling_files.hpp"
#include "reader/zip/zip_directory.hpp"

namespace weightkin {

/// How much of a file's beginning a format may look at to recognise itself.
inline constexpr std::size_t probe_bytes = 4096;

/// What a format may look at to recognise itself.
struct format_probe {
  std::span<const std::byte> head;     ///< the first min(size, probe_bytes) bytes
  std::uint64_t size = 0;              ///< of the whole source
  bool is_zip = false;                 ///< `members` is the (checked) central directory
  std::span<const zip_member> members; ///< empty unless `is_zip`
  const byte_source* bytes = nullptr;  ///< for formats whose mark is not at the beginning
  sibling_files* beside = nullptr;     ///< for formats known by the company they keep
};

/// What a format is given to read.
struct read_request {
  std::shared_ptr<const byte_source> bytes;
  const open_options& options;
  sibling_files& beside; ///< shards, external data; nothing is reachable for bytes in memory
  bool is_part = false;  ///< one file of a checkpoint that another file lists
};

/// One row of the table of formats. To add a format: write its file with these two functions,
/// declare its row in format_rows.hpp and list it in `all_formats()`, nothing else.
struct format_row {
  std::string_view name;
  bool (*recognises)(const format_probe& probe);
  result<file_contents> (*read)(const read_request& request);
};

/// Every format, in the order they are asked; the first that recognises the bytes reads them, with
/// no fall-back to another on error.
[[nodiscard]] std::span<const format_row* const> all_formats() noexcept;

/// Recognises and reads one file's bytes.
/// \returns `bad_format`/`unsupported` with a hint when the bytes are something else that we know
///          (Git LFS pointer, web page, archive, another tool's format).
[[nodiscard]] result<file_contents> read_file(const read_request& request);

} // namespace weightkin
