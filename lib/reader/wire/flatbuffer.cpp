#include "reader/wire/flatbuffer.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "reader/located_error.hpp"
#include "reader/wire/little_endian.hpp"

// A FlatBuffer begins with the offset (u32) of its root table. A table begins with the signed
// distance back to its vtable; the vtable holds its own size, the table's size and for each field
// ("slot") its offset in the table or 0, all u16. A vector, string or inner table is reached by a
// u32 that counts from where it stands; vectors and strings begin with their u32 length.

namespace weightkin {
namespace {

constexpr std::uint64_t flatbuffer_window = 4096;
constexpr std::uint64_t vtable_head_bytes = 4;

} // namespace

error flat_buffer::outside(std::uint64_t at, const std::string& what) const {
  return detail::fail_at(fault::bounds, bytes_.label(), at,
                         what + " leaves the file of " + std::to_string(bytes_.size()) + " bytes");
}

/// The little-endian number of `bytes` (at most 8) bytes at `at`.
result<std::uint64_t> flat_buffer::number(std::uint64_t at, std::size_t bytes) {
  const std::uint64_t size = bytes_.size();
  if (at > size || bytes > size - at) return outside(at, "a number");
  const std::byte* first = nullptr;
  if (bytes_.in_place() != nullptr) {
    first = bytes_.in_place() + at;
  } else {
    const bool inside = at >= window_begin_ && at - window_begin_ <= window_.size() &&
                        bytes <= window_.size() - (at - window_begin_);
    if (!inside) {
      window_.resize(static_cast<std::size_t>(std::min(flatbuffer_window, size - at)));
      const auto got = bytes_.read(at, window_.size(), window_);
      if (!got) {
        window_.clear();
        return got.error();
      }
      if (got->data() != window_.data()) std::copy(got->begin(), got->end(), window_.begin());
      window_begin_ = at;
    }
    first = window_.data() + (at - window_begin_);
  }
  std::uint64_t value = 0;
  for (std::size_t i = bytes; i-- > 0;)
    value = value << 8 | std::to_integer<std::uint64_t>(first[i]);
  return value;
}

/// What the offset at `at` leads to.
result<std::uint64_t> flat_buffer::target(std::uint64_t at) {
  const auto distance = number(at, 4);
  if (!distance) return distance.error();
  if (*distance == 0)
    return detail::fail_at(fault::header, bytes_.label(), at, "an offset leads to itself");
  if (*distance >= bytes_.size() - at) return outside(at, "an offset");
  return at + *distance;
}

result<flat_table> flat_buffer::open_table(std::uint64_t at) {
  const auto distance = number(at, 4);
  if (!distance) return distance.error();
  const auto back = static_cast<std::int64_t>(static_cast<std::int32_t>(*distance));
  const std::int64_t vtable = static_cast<std::int64_t>(at) - back;
  if (vtable < 0 || static_cast<std::uint64_t>(vtable) >= bytes_.size())
    return outside(at, "a vtable");
  flat_table table;
  table.at = at;
  table.vtable = static_cast<std::uint64_t>(vtable);
  const auto own = number(table.vtable, 2);
  const auto whole = own ? number(table.vtable + 2, 2) : own;
  if (!whole) return whole.error();
  table.vtable_bytes = static_cast<std::uint16_t>(*own);
  table.table_bytes = static_cast<std::uint16_t>(*whole);
  if (table.vtable_bytes > bytes_.size() - table.vtable) return outside(at, "a vtable");
  if (table.table_bytes > bytes_.size() - at) return outside(at, "a table");
  if (table.vtable_bytes < vtable_head_bytes || table.vtable_bytes % 2 != 0 ||
      table.table_bytes < 4 || back == 0)
    return detail::fail_at(fault::header, bytes_.label(), table.vtable,
                           "a vtable of " + std::to_string(table.vtable_bytes) +
                               " bytes for a table of " + std::to_string(table.table_bytes));
  return table;
}

result<flat_table> flat_buffer::root() {
  const auto at = target(0);
  if (!at) return at.error();
  return open_table(*at);
}

result<std::uint64_t> flat_buffer::field(const flat_table& table, unsigned slot,
                                         std::uint64_t bytes) {
  const std::uint64_t entry = vtable_head_bytes + std::uint64_t{2} * slot;
  if (entry + 2 > table.vtable_bytes) return std::uint64_t{0};
  const auto offset = number(table.vtable + entry, 2);
  if (!offset || *offset == 0) return offset;
  if (*offset < 4 || *offset + bytes > table.table_bytes)
    return detail::fail_at(fault::bounds, bytes_.label(), table.at,
                           "field " + std::to_string(slot) + " leaves its table of " +
                               std::to_string(table.table_bytes) + " bytes");
  return table.at + *offset;
}

result<std::uint8_t> flat_buffer::u8(const flat_table& table, unsigned slot,
                                     std::uint8_t otherwise) {
  const auto at = field(table, slot, 1);
  if (!at) return at.error();
  if (*at == 0) return otherwise;
  const auto value = number(*at, 1);
  if (!value) return value.error();
  return static_cast<std::uint8_t>(*value);
}

result<std::uint32_t> flat_buffer::u32(const flat_table& table, unsigned slot,
                                       std::uint32_t otherwise) {
  const auto at = field(table, slot, 4);
  if (!at) return at.error();
  if (*at == 0) return otherwise;
  const auto value = number(*at, 4);
  if (!value) return value.error();
  return static_cast<std::uint32_t>(*value);
}

result<std::uint64_t> flat_buffer::u64(const flat_table& table, unsigned slot,
                                       std::uint64_t otherwise) {
  const auto at = field(table, slot, 8);
  if (!at) return at;
  if (*at == 0) return otherwise;
  return number(*at, 8);
}

result<flat_vector> flat_buffer::vector(const flat_table& table, unsigned slot,
                                        std::uint64_t item_bytes) {
  const auto at = field(table, slot, 4);
  if (!at) return at.error();
  if (*at == 0) return flat_vector{};
  const auto begin = target(*at);
  if (!begin) return begin.error();
  const auto count = number(*begin, 4);
  if (!count) return count.error();
  if (*count > (bytes_.size() - *begin - 4) / item_bytes)
    return outside(*begin, "a vector of " + std::to_string(*count) + " items");
  return flat_vector{*begin + 4, *count};
}

result<std::uint32_t> flat_buffer::u32_at(const flat_vector& vector, std::uint64_t index) {
  const auto value = number(vector.at + 4 * index, 4);
  if (!value) return value.error();
  return static_cast<std::uint32_t>(*value);
}

result<flat_table> flat_buffer::table_at(const flat_vector& vector, std::uint64_t index) {
  const auto at = target(vector.at + 4 * index);
  if (!at) return at.error();
  return open_table(*at);
}

result<flat_table> flat_buffer::table(const flat_table& parent, unsigned slot) {
  const auto at = field(parent, slot, 4);
  if (!at) return at.error();
  if (*at == 0) return flat_table{};
  const auto begin = target(*at);
  if (!begin) return begin.error();
  return open_table(*begin);
}

result<std::string> flat_buffer::text(const flat_table& table, unsigned slot,
                                      std::uint64_t most_bytes) {
  const auto bytes = vector(table, slot, 1);
  if (!bytes) return bytes.error();
  if (bytes->count > most_bytes)
    return detail::fail_at(fault::limit, bytes_.label(), bytes->at,
                           "text of " + std::to_string(bytes->count) +
                               " bytes exceeds the limit of " + std::to_string(most_bytes));
  std::string text(static_cast<std::size_t>(bytes->count), '\0');
  const auto got = bytes_.read(bytes->at, text.size(), std::as_writable_bytes(std::span(text)));
  if (!got) return got.error();
  if (as_text(*got).data() != text.data()) text.assign(as_text(*got));
  return text;
}

} // namespace weightkin
