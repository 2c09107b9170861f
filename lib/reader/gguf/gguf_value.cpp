#include "reader/gguf/gguf_value.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <string_view>

#include "reader/located_error.hpp"
#include "reader/wire/utf8.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t longest_kept_text = 4096;
constexpr std::uint64_t longest_kept_array = 512;
constexpr unsigned deepest_array = 4;
constexpr std::uint32_t last_type = 12;

/// Bytes of one number; 0 for strings and arrays.
std::uint64_t width_of(gguf_type type) noexcept {
  switch (type) {
  case gguf_type::u8:
  case gguf_type::i8:
  case gguf_type::boolean: return 1;
  case gguf_type::u16:
  case gguf_type::i16: return 2;
  case gguf_type::u32:
  case gguf_type::i32:
  case gguf_type::f32: return 4;
  case gguf_type::u64:
  case gguf_type::i64:
  case gguf_type::f64: return 8;
  case gguf_type::string:
  case gguf_type::array: return 0;
  }
  return 0;
}

bool is_signed(gguf_type type) noexcept {
  return type == gguf_type::i8 || type == gguf_type::i16 || type == gguf_type::i32 ||
         type == gguf_type::i64;
}

template <class Number>
void append_number(std::string& text, Number value) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  text.append(digits.data(), end.ptr);
}

std::int64_t sign_extended(std::uint64_t bits, std::uint64_t width) noexcept {
  const auto unused = static_cast<unsigned>(64 - 8 * width);
  return static_cast<std::int64_t>(bits << unused) >> unused;
}

/// Shortest text that gives the same number again.
void append_scalar(std::string& text, gguf_type type, std::uint64_t bits) {
  if (type == gguf_type::boolean)
    text += bits != 0 ? "true" : "false";
  else if (type == gguf_type::f32)
    append_number(text, std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  else if (type == gguf_type::f64)
    append_number(text, std::bit_cast<double>(bits));
  else if (is_signed(type))
    append_number(text, sign_extended(bits, width_of(type)));
  else
    append_number(text, bits);
}

result<gguf_type> read_type(gguf_cursor& cursor) {
  const std::uint64_t at = cursor.offset();
  const auto code = cursor.u32();
  if (!code) return code.error();
  if (*code > last_type)
    return detail::fail_at(fault::header, cursor.source().label(), at,
                           "value type " + std::to_string(*code) + " does not exist");
  return static_cast<gguf_type>(*code);
}

result<void> read_scalar(gguf_cursor& cursor, gguf_value& value) {
  const std::uint64_t width = width_of(value.type);
  const auto bits = cursor.number(width);
  if (!bits) return bits.error();
  append_scalar(value.text.emplace(), value.type, *bits);
  if (value.type == gguf_type::boolean)
    value.is_odd = *bits > 1;
  else if (is_signed(value.type))
    value.whole = sign_extended(*bits, width);
  else if (value.type != gguf_type::f32 && value.type != gguf_type::f64 && *bits <= INT64_MAX)
    value.whole = static_cast<std::int64_t>(*bits);
  return {};
}

result<void> read_string(gguf_cursor& cursor, gguf_value& value) {
  const auto size = cursor.length();
  if (!size) return size.error();
  if (*size > longest_kept_text) return cursor.skip(*size);
  const auto text = cursor.text(*size);
  if (!text) return text.error();
  value.is_odd = detail::first_invalid_utf8(*text).has_value();
  if (!value.is_odd) value.text = std::string(*text);
  return {};
}

result<void> skip_strings(gguf_cursor& cursor, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto size = cursor.length();
    if (!size) return size.error();
    if (auto skipped = cursor.skip(*size); !skipped) return skipped;
  }
  return {};
}

result<void> read_numbers(gguf_cursor& cursor, gguf_type type, std::uint64_t count,
                          gguf_value& value) {
  const std::uint64_t width = width_of(type);
  if (count > longest_kept_array) return cursor.skip(count * width);
  std::string& text = value.text.emplace("[");
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto bits = cursor.number(width);
    if (!bits) return bits.error();
    if (i != 0) text += ',';
    append_scalar(text, type, *bits);
  }
  text += ']';
  return {};
}

/// \param depth how many arrays this one lies in
result<void> read_array(gguf_cursor& cursor, unsigned depth, gguf_value& value) {
  const std::uint64_t at = cursor.offset();
  const std::string& label = cursor.source().label();
  if (depth == deepest_array)
    return detail::unsupported_at(
        label, at, "arrays nested more than " + std::to_string(deepest_array) + " deep");
  const auto type = read_type(cursor);
  if (!type) return type.error();
  const auto count = cursor.length();
  if (!count) return count.error();
  std::uint64_t least = width_of(*type); // bytes of an element
  if (*type == gguf_type::string) least = cursor.length_bytes();
  if (*type == gguf_type::array) least = 4 + cursor.length_bytes();
  if (*count > cursor.remaining() / least)
    return detail::fail_at(fault::truncated, label, at,
                           "array of " + std::to_string(*count) + " elements, but only " +
                               std::to_string(cursor.remaining()) + " bytes are left");
  if (*type == gguf_type::string) return skip_strings(cursor, *count);
  if (*type != gguf_type::array) {
    gguf_value inner; // only the outermost array is kept
    return read_numbers(cursor, *type, *count, depth == 0 ? value : inner);
  }
  for (std::uint64_t i = 0; i < *count; ++i)
    if (auto read = read_array(cursor, depth + 1, value); !read) return read;
  return {};
}

} // namespace

result<gguf_value> read_gguf_value(gguf_cursor& cursor) {
  const auto type = read_type(cursor);
  if (!type) return type.error();
  gguf_value value;
  value.type = *type;
  result<void> read;
  if (*type == gguf_type::string)
    read = read_string(cursor, value);
  else if (*type == gguf_type::array)
    read = read_array(cursor, 0, value);
  else
    read = read_scalar(cursor, value);
  if (!read) return std::move(read).error();
  return value;
}

} // namespace weightkin
