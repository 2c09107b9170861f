#include "reader/tensorflow/listed_values.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

#include "reader/located_error.hpp"

namespace weightkin {
namespace {

/// The field that lists numbers of a type, and how.
struct value_field {
  std::uint32_t number;
  std::uint32_t fixed_bytes; ///< 0: variable-length numbers
};

value_field field_for(dtype type) noexcept {
  switch (type) {
  case dtype::f32: return {5, 4};
  case dtype::f64: return {6, 8};
  case dtype::c64: return {9, 4};
  case dtype::i64: return {10, 0};
  case dtype::boolean: return {11, 0};
  case dtype::c128: return {12, 8};
  case dtype::f16:
  case dtype::bf16: return {13, 0}; // their bits
  case dtype::u32: return {16, 0};
  case dtype::u64: return {17, 0};
  case dtype::f8_e5m2:
  case dtype::f8_e4m3fn: return {18, 1};
  default: return {7, 0}; // the small integers
  }
}

} // namespace

/// Appends the lowest `bytes` bytes of a number.
result<void> listed_values::append(std::uint64_t bits, std::size_t bytes) const {
  if (values_.size() / (bits_of(type_) / 8) >= count_)
    return detail::fail_at(fault::shape, file_->label(), message_.offset,
                           "a tensor lists more than its " + std::to_string(count_) + " elements");
  for (std::size_t i = 0; i < bytes; ++i) {
    const std::size_t place = std::endian::native == std::endian::little ? i : bytes - 1 - i;
    values_.push_back(static_cast<std::byte>(bits >> (8 * place) & 0xffU));
  }
  return {};
}

/// One occurrence of the field: a number, or a packed run of them.
result<void> listed_values::collect_field(const proto_field& field) const {
  const std::uint32_t fixed = field_for(type_).fixed_bytes;
  const std::size_t size = fixed != 0 ? fixed : bits_of(type_) / 8;
  if (field.wire != proto_wire::bytes) return append(field.value, size);
  if (fixed == 0)
    return proto_numbers(*file_, field, [&](std::uint64_t bits) { return append(bits, size); });
  byte_cursor packed(*file_, field.offset, field.offset + field.length);
  while (packed.remaining() > 0) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const auto byte = packed.u8();
      if (!byte) return byte.error();
      bits |= std::uint64_t{*byte} << (8 * i);
    }
    if (auto appended = append(bits, size); !appended) return appended;
  }
  return {};
}

result<void> listed_values::collect() const {
  const std::uint32_t wanted = field_for(type_).number;
  proto_message message(*file_, message_);
  while (true) {
    const auto field = message.next();
    if (!field) return field.error();
    if (!*field) break;
    if ((*field)->number != wanted) continue;
    if (auto collected = collect_field(**field); !collected) return collected;
  }
  const std::size_t element = bits_of(type_) / 8;
  if (values_.size() % element != 0) // half a complex number
    return detail::fail_at(fault::shape, file_->label(), message_.offset,
                           "a tensor lists half a number");
  if (values_.empty()) values_.resize(element);
  return {};
}

result<std::span<const std::byte>> listed_values::read(std::uint64_t first, std::size_t count,
                                                       std::span<std::byte> scratch) const {
  std::call_once(once_, [this] {
    if (auto collected = collect(); !collected) failure_ = std::move(collected).error();
  });
  if (failure_) return *failure_;
  const std::size_t element = std::max<std::size_t>(bits_of(type_) / 8, 1);
  const std::uint64_t listed = values_.size() / element;
  if (count <= listed && first <= listed - count)
    return std::span<const std::byte>(values_).subspan(static_cast<std::size_t>(first) * element,
                                                       count * element);
  if (scratch.size() / element < count)
    return error{errc::bad_argument, "scratch is too small for the elements asked for"};
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = static_cast<std::size_t>(std::min(first + i, listed - 1));
    std::memcpy(scratch.data() + i * element, values_.data() + at * element, element);
  }
  return std::span<const std::byte>(scratch.first(count * element));
}

} // namespace weightkin
