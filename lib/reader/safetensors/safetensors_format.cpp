#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "reader/foreign_formats.hpp"
#include "reader/format_rows.hpp"
#include "reader/reader_error.hpp"
#include "reader/safetensors/safetensors_header.hpp"
#include "reader/wire/little_endian.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t length_bytes = 8;
constexpr std::string_view format_name = "safetensors";

/// The first byte of the header that is neither JSON blank nor part of a byte order mark.
char first_header_character(std::string_view head) noexcept {
  head.remove_prefix(std::min<std::size_t>(head.size(), length_bytes));
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  const std::size_t at = head.find_first_not_of(" \t\r\n");
  return at == std::string_view::npos ? '\0' : head[at];
}

/// The format has no magic number; an object that starts right after eight bytes which are not
/// themselves text is unmistakable whatever the length says.
bool has_header(const format_probe& probe) {
  const std::string_view head = as_text(probe.head);
  return first_header_character(head) == '{' && !is_plain_text(head.substr(0, length_bytes));
}

/// Asked last: nothing else is known about these bytes but that their start is a possible length.
bool has_plausible_length(const format_probe& probe) {
  if (probe.size < length_bytes || is_foreign(probe)) return false;
  const std::uint64_t length = load_u64(probe.head.data());
  return length != 0 && length <= reader_limits{}.header_bytes &&
         length <= probe.size - length_bytes;
}

result<std::uint64_t> header_length(const byte_source& bytes, const reader_limits& limits) {
  std::array<std::byte, length_bytes> scratch;
  const auto head = bytes.read(0, length_bytes, scratch);
  if (!head) return head.error();
  const std::uint64_t length = load_u64(head->data());
  if (length > limits.header_bytes)
    return detail::bad_file(fault::limit, bytes.label(),
                            "safetensors header of " + std::to_string(length) +
                                " bytes exceeds the limit of " +
                                std::to_string(limits.header_bytes));
  if (length > bytes.size() - length_bytes)
    return detail::bad_file(fault::truncated, bytes.label(),
                            "safetensors header of " + std::to_string(length) +
                                " bytes at byte 8 but the file has " +
                                std::to_string(bytes.size()) + " bytes in all");
  if (length == 0)
    return detail::bad_file(fault::header, bytes.label(), "safetensors header is empty");
  return length;
}

std::uint64_t size_of(const stored_tensor& tensor) noexcept {
  std::uint64_t count = 1;
  for (const std::uint64_t extent : tensor.shape)
    count *= extent;
  return *bytes_of(tensor.type, count); // the header parser has checked both
}

/// Sorts by position; empty tensors come before the tensor whose first byte they share, and stay in
/// the order of the header among themselves.
void sort_by_position(std::vector<stored_tensor>& tensors) {
  struct place {
    std::uint64_t offset;
    std::uint64_t size;
    std::uint32_t header_position;
  };
  std::vector<place> places(tensors.size());
  for (std::uint32_t i = 0; i < places.size(); ++i)
    places[i] = {tensors[i].offset, size_of(tensors[i]), i};
  const auto key = [](const place& p) { return std::tuple(p.offset, p.size, p.header_position); };
  const auto less = [&](const place& a, const place& b) { return key(a) < key(b); };
  if (std::is_sorted(places.begin(), places.end(), less)) return;
  std::sort(places.begin(), places.end(), less);
  // Applied cycle by cycle: a second array of tensors would double the memory.
  for (std::uint32_t start = 0; start < places.size(); ++start) {
    stored_tensor carried = std::move(tensors[start]);
    std::uint32_t hole = start;
    while (places[hole].header_position != start) {
      const std::uint32_t next = std::exchange(places[hole].header_position, hole);
      tensors[hole] = std::move(tensors[next]);
      hole = next;
    }
    places[hole].header_position = hole;
    tensors[hole] = std::move(carried);
  }
}

/// Ranges sorted by position must follow one another without hole or overlap up to the end.
result<void> check_layout(std::span<const stored_tensor> sorted, std::string_view label,
                          std::uint64_t data_offset, std::uint64_t data_bytes) {
  std::uint64_t covered = 0;
  for (const stored_tensor& tensor : sorted) {
    const auto say = [&](fault why, std::string_view what) {
      return detail::bad_file(why, label,
                              "tensor '" + detail::printable(tensor.name) + "': data at byte " +
                                  std::to_string(data_offset + tensor.offset) + ' ' +
                                  std::string(what) + " at byte " +
                                  std::to_string(data_offset + covered));
    };
    if (tensor.offset < covered)
      return say(fault::overlap, "overlaps the tensor before it, which ends");
    if (tensor.offset > covered) return say(fault::hole, "leaves a hole, which begins");
    covered += size_of(tensor);
  }
  if (covered != data_bytes)
    return detail::bad_file(fault::trailing, label,
                            std::to_string(data_bytes - covered) +
                                " bytes belong to no tensor, from byte " +
                                std::to_string(data_offset + covered) + " on");
  return {};
}

result<safetensors_header> read_header(const byte_source& bytes, std::uint64_t length,
                                       const reader_limits& limits) {
  std::vector<std::byte> scratch;
  if (bytes.in_place() == nullptr) scratch.resize(static_cast<std::size_t>(length));
  const auto text = bytes.read(length_bytes, static_cast<std::size_t>(length), scratch);
  if (!text) return text.error();
  const std::uint64_t data_bytes = bytes.size() - length_bytes - length;
  return parse_safetensors_header(as_text(*text), bytes.label(), data_bytes, limits);
}

result<file_contents> read_safetensors(const read_request& request) {
  const std::shared_ptr<const byte_source>& bytes = request.bytes;
  const open_options& options = request.options;
  const auto length = header_length(*bytes, options.limits);
  if (!length) return length.error();
  auto header = read_header(*bytes, *length, options.limits);
  if (!header) return std::move(header).error();

  const std::uint64_t data_offset = length_bytes + *length;
  std::vector<stored_tensor>& tensors = header->tensors;
  sort_by_position(tensors);
  if (auto checked =
          check_layout(tensors, bytes->label(), data_offset, bytes->size() - data_offset);
      !checked)
    return std::move(checked).error();
  for (stored_tensor& tensor : tensors) {
    tensor.bytes = bytes;
    tensor.offset += data_offset;
    tensor.storage_offset = tensor.offset;
  }
  return file_contents{
      std::string(format_name), std::move(tensors), std::move(header->metadata), {}};
}

} // namespace

const format_row safetensors_format{format_name, has_header, read_safetensors};
const format_row safetensors_by_length_format{format_name, has_plausible_length, read_safetensors};

} // namespace weightkin
