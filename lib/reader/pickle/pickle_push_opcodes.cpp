#include <bit>

#include "reader/pickle/pickle_engine.hpp"
#include "reader/wire/little_endian.hpp"
#include "reader/wire/utf8.hpp"

namespace weightkin::detail {
namespace {

using kind = pickle_kind;

constexpr std::size_t longest_line = 65535;

} // namespace

bool pickle_engine::constant(opcode code) {
  pickle_values& values = context_.values;
  switch (code) {
  case 'N': return push(values.none());
  case ')': return push(values.nothing());
  default: return push(values.boolean(code == 0x88));
  }
}

bool pickle_engine::empty_container(opcode code) {
  const kind made = code == '}' ? kind::dict : code == ']' ? kind::list : kind::set;
  return push(context_.values.container(made));
}

bool pickle_engine::binary_integer(opcode code) {
  const std::size_t width = code == 'K' ? 1 : code == 'M' ? 2 : 4;
  const std::byte* at = stream_.take(width);
  if (at == nullptr) return short_of_bytes();
  std::int64_t value = std::to_integer<std::int64_t>(*at);
  if (width == 2) value = load_u16(at);
  if (width == 4) value = static_cast<std::int32_t>(load_u32(at));
  return push(context_.values.integer(value));
}

bool pickle_engine::push_integer(const integer_literal& literal) {
  if (literal.value.has_value()) return push(context_.values.integer(*literal.value));
  return push(context_.values.text(kind::big_integer, literal.big));
}

bool pickle_engine::read_length(std::size_t width, bool is_signed, std::uint64_t& length) {
  const std::byte* at = stream_.take(width);
  if (at == nullptr) return short_of_bytes();
  length = std::to_integer<std::uint64_t>(*at);
  if (width == 4) length = load_u32(at);
  if (width == 8) length = load_u64(at);
  if (is_signed && width == 4 && length > 0x7fffffffU) return malformed("negative length");
  return length <= stream_.left() ||
         context_.fail(fault::truncated, "a length of " + std::to_string(length) +
                                             " bytes goes past the end of the pickle");
}

bool pickle_engine::read_content(std::uint64_t length) {
  if (length > context_.values.budget_left()) return push(no_value);
  scratch_.clear();
  return stream_.copy(length, scratch_) || short_of_bytes();
}

bool pickle_engine::push_located(std::uint64_t length, bool text) {
  const std::uint64_t offset = stream_.position();
  stream_.skip(length);
  return push(context_.values.located({offset, length, text, false}));
}

bool pickle_engine::long_integer(opcode code) {
  std::uint64_t length = 0;
  if (!read_length(code == 0x8a ? 1 : 4, true, length) || !read_content(length)) return false;
  if (scratch_.size() > longest_integer)
    return context_.fail(fault::limit, "an integer of more than 4096 bytes");
  return push_integer(integer_of_bytes(scratch_));
}

bool pickle_engine::read_line(std::size_t longest, std::string_view& line) {
  const std::uint64_t left = stream_.left();
  const auto found = stream_.line(longest);
  if (found.has_value()) {
    line = *found;
    return true;
  }
  if (left > longest && !stream_.failure().has_value())
    return context_.fail(fault::limit, "a line of more than " + std::to_string(longest) + " bytes");
  return short_of_bytes();
}

bool pickle_engine::text_integer(opcode code) {
  std::string_view line;
  if (!read_line(longest_integer, line)) return false;
  // How protocols before 2 write the truths.
  if (code == 'I' && (line == "00" || line == "01"))
    return push(context_.values.boolean(line == "01"));
  const auto literal = integer_of_digits(line);
  return literal.has_value() ? push_integer(*literal) : malformed("a broken decimal integer");
}

bool pickle_engine::binary_real(opcode) {
  const std::byte* at = stream_.take(8);
  if (at == nullptr) return short_of_bytes();
  std::uint64_t bits = 0; // the one big-endian field of the format
  for (std::size_t index = 0; index < 8; ++index)
    bits = bits << 8U | std::to_integer<std::uint64_t>(at[index]);
  return push(context_.values.real(std::bit_cast<double>(bits)));
}

bool pickle_engine::text_real(opcode) {
  std::string_view line;
  if (!read_line(longest_integer, line)) return false;
  const auto value = real_of_digits(line);
  return value.has_value() ? push(context_.values.real(*value)) : malformed("a broken float");
}

bool pickle_engine::push_text(std::string_view content, bool must_be_text) {
  const bool valid = !first_invalid_utf8(content).has_value();
  if (must_be_text && !valid) return context_.fail(fault::encoding, "text is not UTF-8");
  return push(context_.values.text(valid ? kind::text : kind::bytes, content));
}

/// Python 2's strings are text where they can be, else bytes.
bool pickle_engine::counted_text(opcode code) {
  const bool unicode = code == 'X' || code == 0x8c || code == 0x8d;
  const std::size_t width = code == 0x8c || code == 'U' ? 1 : code == 0x8d ? 8 : 4;
  std::uint64_t length = 0;
  if (!read_length(width, code == 'T', length)) return false;
  if (is_located(length)) return push_located(length, unicode);
  return read_content(length) && push_text(scratch_, unicode);
}

bool pickle_engine::counted_bytes(opcode code) {
  const std::size_t width = code == 'C' ? 1 : code == 'B' ? 4 : 8;
  std::uint64_t length = 0;
  if (!read_length(width, false, length)) return false;
  if (is_located(length)) return push_located(length, false);
  return read_content(length) && push(context_.values.text(kind::bytes, scratch_));
}

bool pickle_engine::quoted_text(opcode) {
  std::string_view line;
  if (!read_line(longest_line, line)) return false;
  const auto content = unquote(line);
  return content.has_value() ? push_text(*content, false) : malformed("a broken string literal");
}

bool pickle_engine::unicode_line(opcode) {
  std::string_view line;
  if (!read_line(longest_line, line)) return false;
  const auto content = decode_raw_unicode(line);
  return content.has_value() ? push_text(*content, true) : malformed("a broken unicode escape");
}

} // namespace weightkin::detail
