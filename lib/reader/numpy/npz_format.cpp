#include <algorithm>
#include <array>
#include <unordered_set>

#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/numpy/npy_layout.hpp"
#include "reader/wire/little_endian.hpp"
#include "reader/zip/inflate_prefix.hpp"

namespace weightkin {
namespace {

constexpr std::string_view npz_name = "npz";
constexpr std::string_view ending = ".npy";
constexpr std::size_t first_prefix_bytes = 512; // an ordinary header is shorter

/// Members are known by their ending, as savez gives it, or by their magic number.
bool holds_array(const byte_source& file, const zip_member& member) {
  if (member.name.ends_with(ending)) return true;
  if (member.size_bytes < npy_magic.size()) return false;
  const auto start = read_member_prefix(file, member, npy_magic.size());
  return start && as_text(*start).starts_with(npy_magic);
}

bool holds_arrays(const format_probe& probe) {
  return probe.is_zip &&
         std::any_of(probe.members.begin(), probe.members.end(),
                     [&](const zip_member& member) { return holds_array(*probe.bytes, member); });
}

result<stored_tensor> read_array(const std::shared_ptr<const byte_source>& file,
                                 const zip_member& member, const reader_limits& limits) {
  const std::string label = file->label() + ": " + detail::escaped(member.name);
  auto start = read_member_prefix(*file, member, first_prefix_bytes);
  if (!start) return std::move(start).error();
  const auto preamble = read_npy_preamble(*start, member.size_bytes, label, limits);
  if (!preamble) return preamble.error();
  if (preamble->data_offset() > start->size()) {
    start = read_member_prefix(*file, member, static_cast<std::size_t>(preamble->data_offset()));
    if (!start) return std::move(start).error();
  }
  // A stored member is a window and costs nothing; only inflating takes memory.
  const std::uint64_t max_bytes = member.deflated ? limits.inflated_member_bytes : UINT64_MAX;
  auto bytes = open_member(file, member, max_bytes);
  if (!bytes) return std::move(bytes).error();
  const std::string_view text =
      as_text(*start).substr(static_cast<std::size_t>(preamble->text_offset),
                             static_cast<std::size_t>(preamble->text_bytes));
  auto tensor = npy_tensor(text, *preamble, std::move(*bytes));
  if (!tensor) return tensor;
  tensor->name = member.name.ends_with(ending)
                     ? member.name.substr(0, member.name.size() - ending.size())
                     : member.name;
  return tensor;
}

result<file_contents> read_npz(const read_request& request) {
  const std::shared_ptr<const byte_source>& bytes = request.bytes;
  const open_options& options = request.options;
  auto members = read_zip_directory(*bytes, options.limits);
  if (!members) return std::move(members).error();
  file_contents contents;
  contents.format = npz_name;
  std::unordered_set<std::string> names;
  for (const zip_member& member : *members) {
    if (!holds_array(*bytes, member)) {
      contents.warnings.push_back(bytes->label() + ": member " + detail::escaped(member.name) +
                                  " holds no array and is ignored");
      continue;
    }
    if (contents.tensors.size() == options.limits.tensors)
      return detail::bad_file(fault::limit, bytes->label(),
                              "more than " + std::to_string(options.limits.tensors) + " arrays");
    auto tensor = read_array(bytes, member, options.limits);
    if (!tensor) return std::move(tensor).error();
    if (!names.insert(tensor->name).second)
      return detail::fail_at(fault::duplicate, bytes->label(), member.data_offset,
                             "two members are called " + detail::escaped(tensor->name) +
                                 " once '.npy' is taken off");
    contents.tensors.push_back(std::move(*tensor));
  }
  return contents;
}

} // namespace

const format_row npz_format{npz_name, holds_arrays, read_npz};

} // namespace weightkin
