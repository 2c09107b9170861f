#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <snappy-c.h>

#include "support/protobuf_text.hpp"

/// TensorFlow bundles for tests: a sorted table and one data file, built the slow and obvious way.
namespace weightkin::test {

/// CRC-32C a bit at a time, then disguised as LevelDB does.
inline std::uint32_t slow_masked_crc(std::string_view bytes) {
  std::uint32_t crc = 0xffffffffU;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc & 1U) != 0 ? crc >> 1U ^ 0x82f63b78U : crc >> 1U;
  }
  crc = ~crc;
  return (crc >> 15U | crc << 17U) + 0xa282ead8U;
}

inline std::string snappy_packed(const std::string& plain) {
  std::size_t size = snappy_max_compressed_length(plain.size());
  std::string packed(size, '\0');
  snappy_compress(plain.data(), plain.size(), packed.data(), &size);
  packed.resize(size);
  return packed;
}

/// Writes a sorted table; entries come in the order they are added, whatever their keys.
class table_writer {
public:
  explicit table_writer(bool compress = false, std::size_t entries_a_block = 3)
      : compress_(compress), entries_a_block_(entries_a_block) {}

  table_writer& add(const std::string& key, const std::string& value) {
    entries_.emplace_back(key, value);
    return *this;
  }

  [[nodiscard]] std::string text() const {
    std::string file;
    std::vector<std::pair<std::string, std::string>> index;
    for (std::size_t begin = 0; begin < entries_.size(); begin += entries_a_block_) {
      const std::size_t end = std::min(begin + entries_a_block_, entries_.size());
      const std::vector<std::pair<std::string, std::string>> part(entries_.begin() + begin,
                                                                  entries_.begin() + end);
      index.emplace_back(part.back().first, add_block(file, block(part)));
    }
    const std::string meta = add_block(file, block({}));
    std::string footer = meta + add_block(file, block(index));
    footer.resize(40);
    return file + footer + std::string("\x57\xfb\x80\x8b\x24\x75\x47\xdb", 8);
  }

private:
  /// Keys share what they can with the key before; one restart, at the beginning.
  static std::string block(const std::vector<std::pair<std::string, std::string>>& entries) {
    std::string bytes;
    std::string last;
    for (const auto& [key, value] : entries) {
      std::size_t shared = 0;
      while (shared < std::min(last.size(), key.size()) && last[shared] == key[shared])
        ++shared;
      bytes += varint_text(shared) + varint_text(key.size() - shared) + varint_text(value.size()) +
               key.substr(shared) + value;
      last = key;
    }
    return bytes + fixed_text(0, 4) + fixed_text(1, 4);
  }

  /// \returns the handle
  std::string add_block(std::string& file, const std::string& plain) const {
    const std::string stored =
        (compress_ ? snappy_packed(plain) : plain) + (compress_ ? '\1' : '\0');
    const std::string handle = varint_text(file.size()) + varint_text(stored.size() - 1);
    file += stored + fixed_text(slow_masked_crc(stored), 4);
    return handle;
  }

  bool compress_;
  std::size_t entries_a_block_;
  std::vector<std::pair<std::string, std::string>> entries_;
};

/// TensorShapeProto.
inline std::string shape_message(const std::vector<std::uint64_t>& shape) {
  std::string message;
  for (const std::uint64_t extent : shape)
    message += message_field(2, varint_field(1, extent));
  return message;
}

/// A bundle of f32 variables in one data file.
class bundle_writer {
public:
  bundle_writer& add(const std::string& name, const std::vector<std::uint64_t>& shape,
                     const std::vector<float>& values) {
    const std::string bytes(reinterpret_cast<const char*>(values.data()), values.size() * 4);
    entries_[name] = entry(1, shape, bytes);
    return *this;
  }

  /// An entry as it is, for what no writer would write.
  bundle_writer& add_raw(const std::string& key, const std::string& message) {
    entries_[key] = message;
    return *this;
  }

  /// Puts the bytes into the data file. \returns the entry that describes them
  std::string entry(int type, const std::vector<std::uint64_t>& shape, const std::string& bytes) {
    const std::string message = varint_field(1, type) + message_field(2, shape_message(shape)) +
                                varint_field(4, data_.size()) + varint_field(5, bytes.size()) +
                                fixed32_field(6, slow_masked_crc(bytes));
    data_ += bytes;
    return message;
  }

  [[nodiscard]] std::string index(bool compress = false) const {
    table_writer table(compress);
    table.add("", varint_field(1, 1) + message_field(3, varint_field(1, 1)));
    for (const auto& [key, message] : entries_)
      table.add(key, message);
    return table.text();
  }
  [[nodiscard]] const std::string& data() const { return data_; }

private:
  std::map<std::string, std::string> entries_;
  std::string data_;
};

} // namespace weightkin::test
