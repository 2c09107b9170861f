#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <zlib.h>

namespace weightkin::test {

/// Writes plain zip files for tests: members stored or deflated, in the order they are added.
class zip_writer {
public:
  zip_writer& add(std::string_view name, std::span<const std::byte> bytes, bool deflate = false) {
    const std::vector<std::byte> packed =
        deflate ? deflated(bytes) : std::vector<std::byte>(bytes.begin(), bytes.end());
    const auto* data = reinterpret_cast<const Bytef*>(bytes.data());
    const auto crc = static_cast<std::uint32_t>(crc32(0, data, static_cast<uInt>(bytes.size())));
    const std::uint64_t offset = file_.size();
    std::vector<std::byte> common; // what the local and the central header share
    put(common, 20, 2);            // version needed
    put(common, 0, 2);             // flags
    put(common, deflate ? 8 : 0, 2);
    put(common, 0, 4); // time and date
    put(common, crc, 4);
    put(common, packed.size(), 4);
    put(common, bytes.size(), 4);
    put(common, name.size(), 2);
    put(common, 0, 2); // extra field

    put(file_, 0x04034b50, 4);
    append(file_, common);
    append(file_, std::as_bytes(std::span(name.data(), name.size())));
    append(file_, packed);

    put(directory_, 0x02014b50, 4);
    put(directory_, 20, 2); // version made by
    append(directory_, common);
    put(directory_, 0, 2 + 2 + 2 + 4); // comment, disk, attributes
    put(directory_, offset, 4);
    append(directory_, std::as_bytes(std::span(name.data(), name.size())));
    ++count_;
    return *this;
  }

  [[nodiscard]] std::vector<std::byte> bytes() const {
    std::vector<std::byte> whole = file_;
    append(whole, directory_);
    put(whole, 0x06054b50, 4);
    put(whole, 0, 4); // disks
    put(whole, count_, 2);
    put(whole, count_, 2);
    put(whole, directory_.size(), 4);
    put(whole, file_.size(), 4);
    put(whole, 0, 2); // comment
    return whole;
  }

private:
  static void put(std::vector<std::byte>& out, std::uint64_t value, int width) {
    for (int byte = 0; byte < width; ++byte)
      out.push_back(byte < 8 ? static_cast<std::byte>(value >> (8 * byte) & 0xffU) : std::byte{});
  }
  static void append(std::vector<std::byte>& out, std::span<const std::byte> bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
  }
  static std::vector<std::byte> deflated(std::span<const std::byte> bytes) {
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
    std::vector<std::byte> out(deflateBound(&stream, bytes.size()));
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    ::deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
  }

  std::vector<std::byte> file_;
  std::vector<std::byte> directory_;
  std::size_t count_ = 0;
};

} // namespace weightkin::test
