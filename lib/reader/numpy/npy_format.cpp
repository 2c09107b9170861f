#include <algorithm>
#include <array>

#include "reader/format_rows.hpp"
#include "reader/numpy/npy_layout.hpp"
#include "reader/wire/little_endian.hpp"

namespace weightkin {
namespace {

constexpr std::string_view format_name = "npy";

/// The format names no arrays; every .npy file calls its one array this, so that two files match.
constexpr std::string_view array_name = "array";

bool has_magic(const format_probe& probe) { return as_text(probe.head).starts_with(npy_magic); }

result<file_contents> read_npy(const read_request& request) {
  const std::shared_ptr<const byte_source>& bytes = request.bytes;
  const open_options& options = request.options;
  std::array<std::byte, npy_preamble_bytes> head_scratch;
  const auto head_bytes =
      static_cast<std::size_t>(std::min<std::uint64_t>(bytes->size(), npy_preamble_bytes));
  const auto head = bytes->read(0, head_bytes, head_scratch);
  if (!head) return head.error();
  const auto preamble = read_npy_preamble(*head, bytes->size(), bytes->label(), options.limits);
  if (!preamble) return preamble.error();

  std::vector<std::byte> text_scratch(static_cast<std::size_t>(preamble->text_bytes));
  const auto text = bytes->read(preamble->text_offset, text_scratch.size(), text_scratch);
  if (!text) return text.error();
  auto tensor = npy_tensor(as_text(*text), *preamble, bytes);
  if (!tensor) return std::move(tensor).error();
  tensor->name = array_name;

  file_contents contents;
  contents.format = format_name;
  const std::uint64_t end = tensor->offset + npy_data_bytes(*tensor);
  if (end != bytes->size())
    contents.warnings.push_back(bytes->label() + ": " + std::to_string(bytes->size() - end) +
                                " bytes after the array, from byte " + std::to_string(end) +
                                " on, are not read");
  contents.tensors.push_back(std::move(*tensor));
  return contents;
}

} // namespace

const format_row npy_format{format_name, has_magic, read_npy};

} // namespace weightkin
