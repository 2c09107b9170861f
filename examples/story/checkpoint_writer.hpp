#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include <weightkin/core/dtype.hpp>
#include <weightkin/core/float_formats.hpp>

namespace story {

using shape = std::vector<std::uint64_t>;

/// Collects tensors and writes them as one safetensors file. Little-endian machines only.
class checkpoint_writer {
public:
  /// Adds a tensor of f32 values, stored as `type` (f32 as they are, bf16 rounded to nearest even).
  void add(const std::string& name, const shape& extents, std::span<const float> values,
           weightkin::dtype type) {
    static_assert(std::endian::native == std::endian::little);
    const std::size_t begin = data_.size();
    if (type == weightkin::dtype::f32) {
      data_.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    } else {
      for (const float value : values) {
        const std::uint16_t bits = weightkin::narrow_bf16(value);
        data_.append(reinterpret_cast<const char*>(&bits), sizeof bits);
      }
    }
    header_ += header_.empty() ? "{" : ",";
    header_ += "\"" + name + "\":{\"dtype\":\"" + (type == weightkin::dtype::f32 ? "F32" : "BF16") +
               "\",\"shape\":[";
    for (std::size_t axis = 0; axis < extents.size(); ++axis)
      header_ += (axis > 0 ? "," : "") + std::to_string(extents[axis]);
    header_ +=
        "],\"data_offsets\":[" + std::to_string(begin) + "," + std::to_string(data_.size()) + "]}";
  }

  /// False when the file could not be written.
  [[nodiscard]] bool write(const std::string& path) const {
    std::string header = header_.empty() ? "{}" : header_ + "}";
    header.append((8 - header.size() % 8) % 8, ' ');
    const std::uint64_t length = header.size();
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(&length), sizeof length);
    file << header << data_;
    return file.flush().good();
  }

private:
  std::string header_;
  std::string data_;
};

} // namespace story
