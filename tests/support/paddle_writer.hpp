#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Writes Paddle's combined parameter files and the programs that name their tensors.
namespace weightkin::test {

/// Little-endian bytes and protobuf fields, appended to a text.
class paddle_bytes {
public:
  paddle_bytes& number(std::uint64_t value, int width) {
    for (int byte = 0; byte < width; ++byte)
      out_ += static_cast<char>(value >> (8 * byte) & 0xffU);
    return *this;
  }
  paddle_bytes& raw(std::string_view bytes) {
    out_ += bytes;
    return *this;
  }
  paddle_bytes& varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U)
      out_ += static_cast<char>((value & 0x7fU) | 0x80U);
    out_ += static_cast<char>(value);
    return *this;
  }
  /// A protobuf field that is a number.
  paddle_bytes& field(std::uint32_t number, std::uint64_t value) {
    return varint(number << 3U).varint(value);
  }
  /// A protobuf field that is a text or message.
  paddle_bytes& field(std::uint32_t number, std::string_view content) {
    return varint(number << 3U | 2U).varint(content.size()).raw(content);
  }
  [[nodiscard]] const std::string& text() const { return out_; }

private:
  std::string out_;
};

inline std::string paddle_description(std::uint64_t type, const std::vector<std::uint64_t>& shape) {
  paddle_bytes out;
  out.field(1, type);
  for (const std::uint64_t extent : shape)
    out.field(2, extent);
  return out.text();
}

/// One tensor of a combined file. \param lengths bytes of one level of nested lengths, or none
inline std::string paddle_record(std::uint64_t type, const std::vector<std::uint64_t>& shape,
                                 std::string_view data, std::string_view lengths = {}) {
  paddle_bytes out;
  out.number(0, 4).number(lengths.empty() ? 0 : 1, 8);
  if (!lengths.empty()) out.number(lengths.size(), 8).raw(lengths);
  const std::string description = paddle_description(type, shape);
  out.number(0, 4).number(description.size(), 4).raw(description).raw(data);
  return out.text();
}

/// A variable of a program. \param kind 7 for tensors
inline std::string paddle_variable_message(std::string_view name, std::uint64_t kind,
                                           const std::vector<std::uint64_t>& shape,
                                           bool persistable) {
  paddle_bytes dense;
  dense.field(1, paddle_description(5, shape));
  paddle_bytes type;
  type.field(1, kind).field(3, dense.text());
  paddle_bytes out;
  out.field(1, name).field(2, type.text()).field(3, persistable ? 1 : 0);
  return out.text();
}

/// A program of one block with these variables.
inline std::string paddle_program(const std::vector<std::string>& variables) {
  paddle_bytes block;
  block.field(1, 0).field(2, 0);
  for (const std::string& variable : variables)
    block.field(3, variable);
  paddle_bytes out;
  out.field(1, block.text());
  return out.text();
}

} // namespace weightkin::test
