#include "reader/wire/byte_cursor.hpp"

#include <algorithm>

#include "reader/located_error.hpp"
#include "reader/wire/little_endian.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t window_bytes = std::uint64_t{1} << 16;
constexpr unsigned most_varint_bytes = 10;

} // namespace

result<void> byte_cursor::skip(std::uint64_t count) {
  if (count > remaining())
    return detail::fail_at(fault::truncated, source_->label(), at_,
                           "needs " + std::to_string(count) + " bytes but only " +
                               std::to_string(remaining()) + " are left");
  at_ += count;
  return {};
}

result<std::span<const std::byte>> byte_cursor::bytes(std::uint64_t count) {
  const std::uint64_t from = at_;
  if (auto moved = skip(count); !moved) return std::move(moved).error();
  const auto length = static_cast<std::size_t>(count);
  if (source_->in_place() != nullptr)
    return std::span<const std::byte>(source_->in_place() + from, length);
  const bool inside = from >= window_begin_ && from - window_begin_ <= window_.size() &&
                      count <= window_.size() - (from - window_begin_);
  if (!inside) {
    const std::uint64_t fetched = std::max(count, std::min(window_bytes, end_ - from));
    window_.resize(static_cast<std::size_t>(fetched));
    const auto got = source_->read(from, window_.size(), window_);
    if (!got) {
      window_.clear();
      return got.error();
    }
    if (got->data() != window_.data()) std::copy(got->begin(), got->end(), window_.begin());
    window_begin_ = from;
  }
  return std::span<const std::byte>(window_.data() + (from - window_begin_), length);
}

result<std::string_view> byte_cursor::text(std::uint64_t count) {
  const auto found = bytes(count);
  if (!found) return found.error();
  return as_text(*found);
}

template <class Number>
result<Number> byte_cursor::number(bool big_endian) {
  const auto found = bytes(sizeof(Number));
  if (!found) return found.error();
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    const std::size_t at = big_endian ? i : sizeof(Number) - 1 - i;
    value = value << 8 | std::to_integer<std::uint64_t>((*found)[at]);
  }
  return static_cast<Number>(value);
}

result<std::uint8_t> byte_cursor::u8() { return number<std::uint8_t>(false); }
result<std::uint16_t> byte_cursor::u16(bool big_endian) {
  return number<std::uint16_t>(big_endian);
}
result<std::uint32_t> byte_cursor::u32(bool big_endian) {
  return number<std::uint32_t>(big_endian);
}
result<std::uint64_t> byte_cursor::u64(bool big_endian) {
  return number<std::uint64_t>(big_endian);
}

result<std::uint64_t> byte_cursor::varint() {
  const std::uint64_t start = at_;
  std::uint64_t value = 0;
  for (unsigned i = 0; i < most_varint_bytes; ++i) {
    const auto byte = u8();
    if (!byte) return byte.error();
    const auto bits = static_cast<std::uint64_t>(*byte & 0x7fU);
    if (i + 1 == most_varint_bytes && *byte > 1) break;
    value |= bits << (7 * i);
    if ((*byte & 0x80U) == 0) return value;
  }
  return detail::fail_at(fault::overflow, source_->label(), start,
                         "a variable-length number does not fit 64 bits");
}

} // namespace weightkin
