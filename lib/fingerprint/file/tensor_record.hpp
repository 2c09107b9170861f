#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <weightkin/fingerprint/fingerprint.hpp>

#include "fingerprint/file/byte_input.hpp"
#include "fingerprint/file/string_table.hpp"

namespace weightkin::detail {

/// What of a file every part of its reading needs.
struct reading {
  fingerprint print;
  string_table strings;
  bool later = false; ///< a later minor version: what we do not know is skipped

  std::string text(byte_input& in) { return strings.use(in.varint(), in); }

  /// The enumerator of `number`. A later version may know more of them than we do.
  template <class Enum>
  Enum named(byte_input& in, Enum last, Enum otherwise, const char* what) const {
    const std::uint8_t number = in.u8();
    if (number <= static_cast<std::uint8_t>(last)) return static_cast<Enum>(number);
    if (!later) in.refuse(fault::format, std::string("there is no ") + what + " of this number");
    return otherwise;
  }

  std::uint32_t flags(byte_input& in, std::uint32_t known) const {
    const std::uint64_t all = in.varint();
    if (!later && all > known) in.refuse(fault::format, "unknown flags");
    return static_cast<std::uint32_t>(all & known);
  }

  void end(byte_input& in) const {
    if (!later && in.left() > 0) in.refuse(fault::trailing, "more bytes than fields");
  }
};

/// One tensor and what the inventory says of it, appended to `file`.
/// \param tensors how many the file has
void take_tensor(byte_input& in, reading& file, std::size_t tensors);

} // namespace weightkin::detail
