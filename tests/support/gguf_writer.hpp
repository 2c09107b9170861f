#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace weightkin::test {

/// Writes GGUF files, also ones that lie. Numbers are written in the chosen byte order; the bytes
/// of tensors are taken as they are.
class gguf_writer {
public:
  using bytes_t = std::vector<std::byte>;

  explicit gguf_writer(std::uint32_t version = 3, bool big_endian = false)
      : version_(version), big_endian_(big_endian) {}

  /// Value type codes of the format.
  enum type : std::uint32_t {
    u8,
    i8,
    u16,
    i16,
    u32,
    i32,
    f32,
    boolean,
    string,
    array,
    u64,
    i64,
    f64
  };

  gguf_writer& pair(std::string_view key, std::string_view text) {
    begin_pair(key, string);
    put_text(pairs_, text);
    return *this;
  }
  /// A number whose width is that of `Number`, whatever `code` says.
  template <class Number>
  gguf_writer& number(std::string_view key, std::uint32_t code, Number value) {
    begin_pair(key, code);
    put(pairs_, value);
    return *this;
  }
  template <class Number>
  gguf_writer& numbers(std::string_view key, std::uint32_t code,
                       const std::vector<Number>& values) {
    begin_array(key, code, values.size());
    for (const Number value : values)
      put(pairs_, value);
    return *this;
  }
  gguf_writer& strings(std::string_view key, const std::vector<std::string>& values) {
    begin_array(key, string, values.size());
    for (const std::string& value : values)
      put_text(pairs_, value);
    return *this;
  }
  /// An array's head without its elements.
  gguf_writer& begin_array(std::string_view key, std::uint32_t code, std::uint64_t count) {
    begin_pair(key, array);
    return array_head(code, count);
  }
  /// An array inside the one that was begun last.
  gguf_writer& array_head(std::uint32_t code, std::uint64_t count) {
    put(pairs_, code);
    put_length(pairs_, count);
    return *this;
  }
  gguf_writer& alignment(std::uint32_t value) {
    alignment_ = value;
    return number("general.alignment", u32, value);
  }

  /// \param extents as the file has them: the fastest axis first
  gguf_writer& tensor(std::string_view name, const std::vector<std::uint64_t>& extents,
                      std::uint32_t type, bytes_t data) {
    return tensor_at(next_offset_, name, extents, type, std::move(data));
  }
  /// At an offset of the data section that may be wrong; the data goes where it would belong.
  gguf_writer& tensor_at(std::uint64_t offset, std::string_view name,
                         const std::vector<std::uint64_t>& extents, std::uint32_t type,
                         bytes_t data) {
    put_text(tensors_, name);
    put(tensors_, static_cast<std::uint32_t>(extents.size()));
    for (const std::uint64_t extent : extents)
      put_length(tensors_, extent);
    put(tensors_, type);
    put(tensors_, offset);
    data_.resize(static_cast<std::size_t>(next_offset_));
    data_.insert(data_.end(), data.begin(), data.end());
    next_offset_ = (data_.size() + alignment_ - 1) / alignment_ * alignment_;
    ++tensor_count_;
    return *this;
  }

  /// Claims other counts than there are.
  gguf_writer& claim(std::uint64_t tensors, std::uint64_t pairs) {
    tensor_count_ = tensors;
    pair_count_ = pairs;
    return *this;
  }

  [[nodiscard]] bytes_t bytes() const {
    bytes_t file;
    for (const char c : std::string_view("GGUF"))
      file.push_back(static_cast<std::byte>(c));
    put(file, version_);
    put_length(file, tensor_count_);
    put_length(file, pair_count_);
    file.insert(file.end(), pairs_.begin(), pairs_.end());
    file.insert(file.end(), tensors_.begin(), tensors_.end());
    file.resize((file.size() + alignment_ - 1) / alignment_ * alignment_);
    file.insert(file.end(), data_.begin(), data_.end());
    return file;
  }

private:
  template <class Number>
  void put(bytes_t& out, Number value) const {
    std::byte raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    if (big_endian_ != (std::endian::native == std::endian::big))
      std::reverse(std::begin(raw), std::end(raw));
    // Byte by byte: g++ 12 takes the insertion of a few bytes for an overflow.
    for (const std::byte byte : raw)
      out.push_back(byte);
  }
  void put_length(bytes_t& out, std::uint64_t value) const {
    if (version_ == 1)
      put(out, static_cast<std::uint32_t>(value));
    else
      put(out, value);
  }
  void put_text(bytes_t& out, std::string_view text) const {
    put_length(out, text.size());
    for (const char c : text)
      out.push_back(static_cast<std::byte>(c));
  }
  void begin_pair(std::string_view key, std::uint32_t code) {
    put_text(pairs_, key);
    put(pairs_, code);
    ++pair_count_;
  }

  std::uint32_t version_;
  bool big_endian_;
  std::uint64_t alignment_ = 32;
  std::uint64_t pair_count_ = 0;
  std::uint64_t tensor_count_ = 0;
  std::uint64_t next_offset_ = 0;
  bytes_t pairs_;
  bytes_t tensors_;
  bytes_t data_;
};

} // namespace weightkin::test
