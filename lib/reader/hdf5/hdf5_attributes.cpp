#include "reader/hdf5/hdf5_attributes.hpp"

#include <algorithm>
#include <utility>

#include "reader/hdf5/hdf5_datatype.hpp"
#include "reader/wire/little_endian.hpp"

namespace weightkin {
namespace {

std::string_view up_to_nul(std::string_view text) noexcept {
  return text.substr(0, text.find('\0'));
}

/// An attribute message, its parts not yet looked into.
struct attribute {
  std::string_view name;
  bool is_shared = false; ///< its type or space is kept elsewhere
  hdf5_fields type;
  hdf5_fields space;
  hdf5_fields value;
};

std::optional<attribute> split_attribute(hdf5_fields fields) {
  const unsigned version = fields.u8();
  const unsigned flags = fields.u8();
  const std::uint64_t name_bytes = fields.u16();
  const std::uint64_t type_bytes = fields.u16();
  const std::uint64_t space_bytes = fields.u16();
  if (version == 3) fields.skip(1); // character set
  const auto padded = [&](std::uint64_t size) { return version == 1 ? (size + 7) / 8 * 8 : size; };
  const auto take = [&](std::uint64_t size) {
    const std::uint64_t at = fields.at();
    return hdf5_fields(fields.bytes(padded(size)), at, fields.widths());
  };
  const std::string_view name = up_to_nul(fields.text(padded(name_bytes)));
  const hdf5_fields type = take(type_bytes);
  const hdf5_fields space = take(space_bytes);
  if (version < 1 || version > 3 || fields.is_short()) return std::nullopt;
  return attribute{name, version > 1 && (flags & 0x03U) != 0, type, space, fields};
}

} // namespace

result<hdf5_global_heap::collection> hdf5_global_heap::read(hdf5_file& file,
                                                            std::uint64_t address) {
  const std::uint64_t head_bytes = 8 + std::uint64_t{file.widths().length};
  auto head = file.block(address, head_bytes, "global heap");
  if (!head) return std::move(head).error();
  hdf5_fields fields = head->fields();
  if (!fields.signature("GCOL") || fields.u8() != 1)
    return file.fail(fault::header, head->at, "no global heap");
  fields.skip(3);
  const std::uint64_t size = fields.length();
  if (size < head_bytes) return file.fail(fault::header, head->at, "the global heap is too short");
  auto body = file.block(address + head_bytes, size - head_bytes, "global heap");
  if (!body) return std::move(body).error();
  collection found{std::move(*body), {}};
  hdf5_fields rest = found.block.fields();
  const std::uint64_t object_head = 8 + std::uint64_t{file.widths().length};
  while (rest.remaining() >= object_head) {
    const std::uint32_t number = rest.u16();
    rest.skip(6); // reference count
    const std::uint64_t length = rest.length();
    if (number == 0) break; // free space follows
    const auto bytes = rest.bytes(length);
    if (rest.is_short())
      return file.fail(fault::bounds, rest.at(), "an object leaves its global heap");
    rest.skip(std::min<std::uint64_t>((8 - length % 8) % 8, rest.remaining()));
    found.objects.emplace(number, bytes);
  }
  return found;
}

result<std::span<const std::byte>> hdf5_global_heap::object(hdf5_file& file, std::uint64_t address,
                                                            std::uint32_t number) {
  auto known = collections_.find(address);
  if (known == collections_.end()) {
    auto found = read(file, address);
    if (!found) return std::move(found).error();
    known = collections_.emplace(address, std::move(*found)).first;
  }
  const auto object = known->second.objects.find(number);
  if (object == known->second.objects.end())
    return file.fail(fault::bounds, known->second.block.at,
                     "no object " + std::to_string(number) + " in this global heap");
  return object->second;
}

result<std::optional<std::string>> read_hdf5_text(hdf5_file& file, hdf5_global_heap& heap,
                                                  const hdf5_object& object, std::string_view name,
                                                  std::uint64_t most_bytes) {
  for (const hdf5_message& message : object.messages) {
    if (message.kind != hdf5_message_kind::attribute || message.is_shared) continue;
    auto found = split_attribute(message.body);
    if (!found)
      return file.fail(fault::header, message.body.at(), "an attribute contradicts itself");
    if (found->name != name || found->is_shared) continue;
    const auto type = read_hdf5_datatype(file, found->type);
    if (!type) return type.error();
    const auto space = read_hdf5_dataspace(file, found->space);
    if (!space) return space.error();
    if (space->is_null || space->count != 1) return std::optional<std::string>();
    std::string_view text;
    if (type->kind == hdf5_datatype::kind_type::fixed_string) {
      text = found->value.text(type->size);
    } else if (type->kind == hdf5_datatype::kind_type::long_string) {
      const std::uint32_t length = found->value.u32();
      const std::uint64_t address = found->value.address();
      const std::uint32_t number = found->value.u32();
      if (address == 0 || address == hdf5_nowhere || length == 0) continue; // an empty text
      const auto bytes = heap.object(file, address, number);
      if (!bytes) return bytes.error();
      text = as_text(*bytes).substr(0, length);
    }
    text = up_to_nul(text);
    if (found->value.is_short())
      return file.fail(fault::header, message.body.at(), "an attribute ends early");
    if (text.empty() || text.size() > most_bytes) return std::optional<std::string>();
    return std::optional<std::string>(text);
  }
  return std::optional<std::string>();
}

} // namespace weightkin
