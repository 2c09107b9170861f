#include <utility>

#include "reader/format_rows.hpp"
#include "reader/gguf/gguf_file.hpp"
#include "reader/gguf/gguf_parts.hpp"
#include "reader/gguf/gguf_tensors.hpp"
#include "reader/wire/little_endian.hpp"

/// GGUF, the container of llama.cpp and its relatives. A header (magic, version, how many tensors
/// and pairs), pairs of metadata with typed values, a description of each tensor (name, extents
/// with the fastest axis first, type, place), padding, then the data section, in which tensors are
/// aligned. Versions 1 to 3 differ in the width of lengths; any may be big-endian, which shows in
/// the version number. Most types store values in blocks with scales of their own (ggml_types.hpp).
/// A model may be split over several files, each a whole GGUF file with its place in its metadata.
namespace weightkin {
namespace {

constexpr std::string_view format_name = "gguf";

bool has_magic(const format_probe& probe) { return as_text(probe.head).starts_with("GGUF"); }

result<file_contents> read_gguf(const read_request& request) {
  auto file = read_gguf_file(request.bytes, request.options.limits);
  if (!file) return std::move(file).error();
  // An index that lists this file lists the other parts too. A merged model keeps a count of 0.
  if (request.is_part || file->split.count.value_or(0) <= 1) return std::move(file->contents);
  return read_gguf_parts(request, std::move(*file));
}

} // namespace

result<gguf_file> read_gguf_file(const std::shared_ptr<const byte_source>& bytes,
                                 const reader_limits& limits) {
  gguf_cursor cursor(*bytes);
  const auto header = cursor.header();
  if (!header) return header.error();
  auto metadata = read_gguf_metadata(cursor, header->pairs, limits);
  if (!metadata) return std::move(metadata).error();
  auto tensors = read_gguf_tensors(cursor, *header, limits);
  if (!tensors) return std::move(tensors).error();

  const std::uint64_t alignment = metadata->alignment;
  const std::uint64_t begin = (cursor.offset() + alignment - 1) / alignment * alignment;
  gguf_file file;
  file.contents.format = format_name;
  file.contents.metadata = std::move(metadata->pairs);
  file.contents.warnings = std::move(metadata->warnings);
  file.split = metadata->split;
  if (auto checked =
          check_gguf_layout(*tensors, {begin, alignment}, *bytes, file.contents.warnings);
      !checked)
    return std::move(checked).error();
  file.contents.tensors.reserve(tensors->size());
  for (gguf_tensor& tensor : *tensors)
    file.contents.tensors.push_back(
        stored_gguf_tensor(std::move(tensor), begin, header->big_endian, bytes));
  return file;
}

const format_row gguf_format{format_name, has_magic, read_gguf};

} // namespace weightkin
