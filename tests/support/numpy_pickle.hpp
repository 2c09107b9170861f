#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/torch_writer.hpp"

/// Spells numpy arrays as pickle does, opcode by opcode.
namespace weightkin::test {

/// The UTF-8 text whose latin-1 encoding is `bytes`.
inline std::string as_latin1_text(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    const auto code = static_cast<unsigned char>(byte);
    if (code >= 0x80) text += static_cast<char>(0xc0U | code >> 6U);
    text += static_cast<char>(code < 0x80 ? code : 0x80U | (code & 0x3fU));
  }
  return text;
}

/// How the bytes of an array are written.
enum class array_bytes { latin1_text, plain };

/// Pushes an array. \param type numpy's code without order, e.g. "f4"
inline void put_array(pickle_writer& out, const std::vector<std::int64_t>& shape,
                      std::string_view type, std::string_view data,
                      array_bytes how = array_bytes::plain, char order = '<',
                      bool fortran = false) {
  out.global("numpy.core.multiarray", "_reconstruct").global("numpy", "ndarray");
  out.integers({0});
  out.global("_codecs", "encode").text("b").text("latin1").raw("\x86R\x87R(");
  out.integer(1).integers(shape);
  out.global("numpy", "dtype").text(type).raw("\x89\x88\x87R(");
  out.integer(3).text(std::string_view(&order, 1)).raw("NNN");
  out.integer(-1).integer(-1).integer(0).raw("tb").raw(fortran ? "\x88" : "\x89");
  if (how == array_bytes::plain)
    out.raw("B").number(data.size(), 4).raw(data);
  else
    out.global("_codecs", "encode").text(as_latin1_text(data)).text("latin1").raw("\x86R");
  out.raw("tb");
}

} // namespace weightkin::test
