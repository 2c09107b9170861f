#include <algorithm>
#include <array>
#include <string>

#include "reader/coreml/coreml_blob.hpp"
#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/wire/little_endian.hpp"

// The weight.bin of a Core ML package holds blobs, one after the other, each behind a record of its
// own and at a multiple of 64 bytes. Names and shapes are in the model.mlmodel beside it; opened
// alone, the file is a list of flat tensors "blob.<n>".

namespace weightkin {
namespace {

constexpr std::string_view format_name = "coreml-blobs";

constexpr std::uint32_t known_version = 2;
constexpr std::uint64_t alignment = 64;
constexpr std::size_t reserved_begin = 8; ///< of the header; zeros from here on

/// The header has no mark. It is known by its zeros, and by a first record that either has its mark
/// or says that its bytes follow.
bool looks_like_blobs(const format_probe& probe) {
  constexpr std::size_t least = coreml_blob_header_bytes + coreml_blob_record_bytes;
  if (probe.head.size() < least) return false;
  const std::byte* head = probe.head.data();
  const std::uint32_t version = load_u32(head + 4);
  const bool plain = std::all_of(head + reserved_begin, head + coreml_blob_header_bytes,
                                 [](std::byte byte) { return byte == std::byte{0}; });
  const std::byte* record = head + coreml_blob_header_bytes;
  return plain && load_u32(head) != 0 && (version == 1 || version == known_version) &&
         (load_u32(record) == coreml_blob_mark || load_u64(record + 16) == least);
}

result<file_contents> read_blobs(const read_request& request) {
  const std::shared_ptr<const byte_source>& bytes = request.bytes;
  std::array<std::byte, reserved_begin> scratch;
  const auto head = bytes->read(0, scratch.size(), scratch);
  if (!head) return head.error();
  const std::uint32_t count = load_u32(head->data());
  const std::uint32_t version = load_u32(head->data() + 4);
  if (version != known_version)
    return detail::fail_at(fault::version, bytes->label(), 4,
                           "version " + std::to_string(version) + " of Core ML's blobs");
  if (count > (bytes->size() - coreml_blob_header_bytes) / coreml_blob_record_bytes)
    return detail::fail_at(fault::bounds, bytes->label(), 0,
                           std::to_string(count) + " blobs do not fit the file");
  if (count > request.options.limits.tensors)
    return detail::fail_at(fault::limit, bytes->label(), 0,
                           "more than " + std::to_string(request.options.limits.tensors) +
                               " blobs");
  file_contents contents;
  contents.format = format_name;
  std::uint64_t at = coreml_blob_header_bytes;
  for (std::uint32_t index = 0; index < count; ++index) {
    const auto blob = read_coreml_blob(*bytes, at);
    if (!blob) return blob.error();
    contents.tensors.push_back(
        tensor_of_blob(bytes, *blob, "blob." + std::to_string(index), {blob->count}));
    const std::uint64_t end = blob->offset + blob->length;
    at = end + (alignment - end % alignment) % alignment;
  }
  return contents;
}

} // namespace

const format_row coreml_blob_format{format_name, looks_like_blobs, read_blobs};

} // namespace weightkin
