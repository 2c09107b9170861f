#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <weightkin/core/dtype.hpp>

namespace weightkin::test {

/// Writes safetensors files for tests: tensors lie in the file in the order they were added.
/// Text of its own (no JSON library), so that the reader under test shares nothing with it.
class safetensors_writer {
public:
  /// One tensor; `bytes` are its packed elements, copied.
  safetensors_writer& add(std::string_view name, dtype type, std::vector<std::uint64_t> shape,
                          std::span<const std::byte> bytes) {
    const std::size_t begin = data_.size();
    data_.insert(data_.end(), bytes.begin(), bytes.end());
    std::string entry = quoted(name) + ":{\"dtype\":\"" + stored_name(type) + "\",\"shape\":[";
    for (std::size_t axis = 0; axis < shape.size(); ++axis)
      entry += (axis != 0 ? "," : "") + std::to_string(shape[axis]);
    entry +=
        "],\"data_offsets\":[" + std::to_string(begin) + "," + std::to_string(data_.size()) + "]}";
    entries_.push_back(std::move(entry));
    return *this;
  }

  /// The same from typed values: `add("w", dtype::f32, {2, 3}, std::vector<float>{...})`.
  template <class Value>
  requires std::is_trivially_copyable_v<Value> safetensors_writer&
  add(std::string_view name, dtype type, std::vector<std::uint64_t> shape,
      const std::vector<Value>& values) {
    return add(name, type, std::move(shape), std::as_bytes(std::span<const Value>(values)));
  }

  /// One key/value pair of the `__metadata__` member.
  safetensors_writer& metadata(std::string_view key, std::string_view value) {
    metadata_.push_back(quoted(key) + ":" + quoted(value));
    return *this;
  }

  /// The complete file, header padded with blanks to a multiple of 8 bytes.
  [[nodiscard]] std::vector<std::byte> bytes() const {
    std::string header = "{";
    if (!metadata_.empty()) header += "\"__metadata__\":{" + joined(metadata_) + "}";
    if (!metadata_.empty() && !entries_.empty()) header += ",";
    header += joined(entries_) + "}";
    header.append((8 - header.size() % 8) % 8, ' ');

    std::vector<std::byte> file;
    for (int byte = 0; byte < 8; ++byte)
      file.push_back(static_cast<std::byte>((header.size() >> (8 * byte)) & 0xffU));
    for (const char character : header)
      file.push_back(static_cast<std::byte>(character));
    file.insert(file.end(), data_.begin(), data_.end());
    return file;
  }

  /// Writes the file, replacing what is there. Throws when that fails: a test cannot go on.
  void write(const std::filesystem::path& path) const {
    const std::vector<std::byte> file = bytes();
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(file.data()),
              static_cast<std::streamsize>(file.size()));
    out.close();
    if (!out) throw std::runtime_error("cannot write " + path.string());
  }

  /// How safetensors spells a dtype.
  [[nodiscard]] static std::string stored_name(dtype type) {
    switch (type) {
    case dtype::boolean: return "BOOL";
    case dtype::u8: return "U8";
    case dtype::i8: return "I8";
    case dtype::u16: return "U16";
    case dtype::i16: return "I16";
    case dtype::u32: return "U32";
    case dtype::i32: return "I32";
    case dtype::u64: return "U64";
    case dtype::i64: return "I64";
    case dtype::f16: return "F16";
    case dtype::bf16: return "BF16";
    case dtype::f32: return "F32";
    case dtype::f64: return "F64";
    case dtype::c64: return "C64";
    case dtype::f8_e4m3fn: return "F8_E4M3";
    case dtype::f8_e5m2: return "F8_E5M2";
    case dtype::f8_e4m3fnuz: return "F8_E4M3FNUZ";
    case dtype::f8_e5m2fnuz: return "F8_E5M2FNUZ";
    case dtype::f8_e8m0: return "F8_E8M0";
    case dtype::f6_e2m3: return "F6_E2M3";
    case dtype::f6_e3m2: return "F6_E3M2";
    case dtype::f4_e2m1: return "F4";
    case dtype::c32:
    case dtype::c128: break;
    }
    throw std::invalid_argument("safetensors has no such dtype");
  }

private:
  [[nodiscard]] static std::string quoted(std::string_view text) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out = "\"";
    for (const char character : text) {
      const auto code = static_cast<unsigned char>(character);
      if (character == '"' || character == '\\')
        (out += '\\') += character;
      else if (code < 0x20)
        ((out += "\\u00") += digits[code >> 4]) += digits[code & 15];
      else
        out += character;
    }
    return out + "\"";
  }

  [[nodiscard]] static std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const std::string& part : parts)
      out += (out.empty() ? "" : ",") + part;
    return out;
  }

  std::vector<std::byte> data_;
  std::vector<std::string> entries_;
  std::vector<std::string> metadata_;
};

} // namespace weightkin::test
