#include "reader/gguf/gguf_cursor.hpp"

#include <string>

#include "reader/located_error.hpp"
#include "reader/wire/utf8.hpp"

namespace weightkin {
namespace {

constexpr std::uint32_t last_version = 3;

std::uint32_t swapped(std::uint32_t value) noexcept {
  return value >> 24 | (value >> 8 & 0xff00U) | (value << 8 & 0xff0000U) | value << 24;
}

} // namespace

result<gguf_header> gguf_cursor::header() {
  const auto magic = bytes_.text(4);
  if (!magic) return magic.error();
  if (*magic != "GGUF")
    return detail::fail_at(fault::magic, source().label(), 0, "does not begin with GGUF");
  const std::uint64_t version_at = offset();
  const auto version = bytes_.u32();
  if (!version) return version.error();
  gguf_header header;
  // Nothing says the byte order, but versions are small.
  header.big_endian = (*version & 0xffffU) == 0;
  header.version = header.big_endian ? swapped(*version) : *version;
  if (header.version == 0 || header.version > last_version)
    return detail::fail_at(fault::version, source().label(), version_at,
                           "GGUF version " + std::to_string(header.version) + "; 1 to 3 are known");
  big_endian_ = header.big_endian;
  is_first_version_ = header.version == 1;
  const auto tensors = length();
  if (!tensors) return tensors.error();
  const auto pairs = length();
  if (!pairs) return pairs.error();
  header.tensors = *tensors;
  header.pairs = *pairs;
  return header;
}

result<std::uint64_t> gguf_cursor::length() { return number(length_bytes()); }

result<std::uint64_t> gguf_cursor::number(std::uint64_t width) {
  const auto found = bytes_.bytes(width);
  if (!found) return found.error();
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < found->size(); ++i)
    value = value << 8 |
            std::to_integer<std::uint64_t>((*found)[big_endian_ ? i : found->size() - 1 - i]);
  return value;
}

result<std::string> gguf_cursor::name(std::uint64_t most, std::string_view what) {
  const std::uint64_t at = offset();
  const auto size = length();
  if (!size) return size.error();
  const auto refuse = [&](fault why, const std::string& rule) {
    return detail::fail_at(why, source().label(), at, std::string(what) + " " + rule);
  };
  if (*size > remaining())
    return refuse(fault::truncated, "of " + std::to_string(*size) + " bytes, but only " +
                                        std::to_string(remaining()) + " are left");
  if (*size > most)
    return refuse(fault::limit,
                  "of " + std::to_string(*size) + " bytes, more than " + std::to_string(most));
  if (*size == 0) return refuse(fault::header, "is empty");
  const auto found = text(*size);
  if (!found) return found.error();
  if (found->find('\0') != std::string_view::npos)
    return refuse(fault::encoding, detail::escaped(*found) + " holds a NUL byte");
  if (detail::first_invalid_utf8(*found))
    return refuse(fault::encoding, detail::escaped(*found) + " is not UTF-8");
  return std::string(*found);
}

} // namespace weightkin
