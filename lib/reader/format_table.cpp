#include "reader/format_table.hpp"

#include <algorithm>
#include <array>

#include "reader/foreign_formats.hpp"
#include "reader/format_rows.hpp"
#include "reader/wire/little_endian.hpp"

namespace weightkin {
namespace {

bool starts_like_zip(std::span<const std::byte> head) noexcept {
  const std::string_view text = as_text(head);
  return text.starts_with("PK\x03\x04") || text.starts_with("PK\x05\x06");
}

const format_row* row_for(const format_probe& probe) noexcept {
  for (const format_row* row : all_formats())
    if (row->recognises(probe)) return row;
  return nullptr;
}

} // namespace

std::span<const format_row* const> all_formats() noexcept {
  // A file inside a zip decides before the weaker ones: Stable-Baselines holds PyTorch files.
  static constexpr const format_row* const rows[] = {
      &safetensors_format,
      &stable_baselines_format,
      &torch_zip_format,
      &keras_format,
      &npz_format,
      &npy_format,
      &hdf5_format,
      &ggml_format,
      &torch_legacy_format,
      &shard_index_format,
      &llama2c_format,
      &darknet_format,
      &safetensors_by_length_format,
  };
  return rows;
}

result<file_contents> read_file(const read_request& request) {
  const std::shared_ptr<const byte_source>& bytes = request.bytes;
  std::array<std::byte, probe_bytes> scratch;
  format_probe probe;
  probe.size = bytes->size();
  probe.bytes = bytes.get();
  probe.beside = &request.beside;
  const auto head_bytes =
      static_cast<std::size_t>(std::min<std::uint64_t>(probe.size, probe_bytes));
  const auto head = bytes->read(0, head_bytes, scratch);
  if (!head) return head.error();
  probe.head = *head;
  if (auto checked = check_long_enough(probe, bytes->label()); !checked)
    return std::move(checked).error();

  std::vector<zip_member> members;
  if (starts_like_zip(probe.head)) {
    auto directory = read_zip_directory(*bytes, request.options.limits);
    if (!directory) return std::move(directory).error();
    members = std::move(*directory);
    probe.is_zip = true;
    probe.members = members;
  }
  const format_row* row = row_for(probe);
  if (row == nullptr) return explain_unrecognised(probe, bytes->label());
  return row->read(request);
}

} // namespace weightkin
