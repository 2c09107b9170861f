#pragma once

#include <cstdint>
#include <memory>

#include <weightkin/reader/byte_source.hpp>

namespace weightkin {

/// The bytes whose latin-1 reading is the UTF-8 text [offset, offset + length) of `file`: how
/// pickles before protocol 3 hold arrays. Nothing is kept but where every 65536th byte begins.
/// Reads the text once, piece by piece. \pre the range lies in `file`
/// \returns `bad_format`/`encoding` when it is no UTF-8 or has a character beyond latin-1.
[[nodiscard]] result<std::shared_ptr<const byte_source>>
decode_latin1(std::shared_ptr<const byte_source> file, std::uint64_t offset, std::uint64_t length);

} // namespace weightkin
