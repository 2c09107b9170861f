#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Writes MXNet parameter files, of any of the four ways to write a shape.
namespace weightkin::test {

class mxnet_writer {
public:
  /// Adds an array. \param version 0 to 3
  mxnet_writer& array(int version, const std::vector<std::int64_t>& shape, std::uint32_t type,
                      std::string_view data) {
    begin(version, static_cast<std::uint32_t>(shape.size()));
    for (const std::int64_t extent : shape)
      number(static_cast<std::uint64_t>(extent), version == 0 ? 4 : 8);
    return number(1, 4).number(0, 4).number(type, 4).raw(data);
  }
  /// Adds a place without an array: rank -1 in version 3, 0 before.
  mxnet_writer& nothing(int version) {
    begin(version, version == 3 ? UINT32_MAX : 0);
    return *this;
  }
  mxnet_writer& raw(std::string_view bytes) {
    body_ += bytes;
    return *this;
  }
  mxnet_writer& number(std::uint64_t value, int width) {
    put(body_, value, width);
    return *this;
  }

  /// The file. \param names one an array, or none
  [[nodiscard]] std::vector<std::byte> file(const std::vector<std::string>& names) const {
    std::string out;
    put(out, 0x112, 8);
    put(out, 0, 8);
    put(out, count_, 8);
    out += body_;
    put(out, names.size(), 8);
    for (const std::string& name : names) {
      put(out, name.size(), 8);
      out += name;
    }
    const auto bytes = std::as_bytes(std::span(out.data(), out.size()));
    return {bytes.begin(), bytes.end()};
  }

private:
  static void put(std::string& out, std::uint64_t value, int width) {
    for (int byte = 0; byte < width; ++byte)
      out += static_cast<char>(value >> (8 * byte) & 0xffU);
  }
  void begin(int version, std::uint32_t rank) {
    ++count_;
    if (version > 0) number(0xf993fac7U + static_cast<unsigned>(version), 4);
    if (version > 1) number(0, 4); // dense
    number(rank, 4);
  }

  std::string body_;
  std::uint64_t count_ = 0;
};

} // namespace weightkin::test
