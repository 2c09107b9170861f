#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>
#include <zstd.h>

#include <blosc.h>
#include <zlib.h>

namespace weightkin::test {

using file_map = std::map<std::string, std::vector<std::byte>>;

inline std::vector<std::byte> text_bytes(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  return {bytes.begin(), bytes.end()};
}
template <class Value>
std::vector<std::byte> value_bytes(const std::vector<Value>& values) {
  const auto bytes = std::as_bytes(std::span<const Value>(values));
  return {bytes.begin(), bytes.end()};
}

/// Deflated with a zlib (15) or gzip (31) wrapping.
inline std::vector<std::byte> deflated(std::vector<std::byte> bytes, int window_bits) {
  std::vector<std::byte> out(bytes.size() + 1000);
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) throw std::runtime_error("cannot deflate");
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}
inline std::vector<std::byte> zstd_packed(const std::vector<std::byte>& bytes) {
  std::vector<std::byte> out(ZSTD_compressBound(bytes.size()));
  out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3));
  return out;
}

/// With one of Blosc's compressors, "lz4" the usual one, and one of its shuffles (0 to 2).
inline std::vector<std::byte> blosc_packed(const std::vector<std::byte>& bytes,
                                           const char* compressor = "lz4",
                                           int shuffle = BLOSC_SHUFFLE) {
  std::vector<std::byte> out(bytes.size() + BLOSC_MAX_OVERHEAD);
  constexpr std::size_t element = 4;
  const int made = blosc_compress_ctx(5, shuffle, element, bytes.size(), bytes.data(), out.data(),
                                      out.size(), compressor, 0, 1);
  if (made <= 0) throw std::runtime_error("cannot compress");
  out.resize(static_cast<std::size_t>(made));
  return out;
}

/// Metadata of version 2 with the members that a test changes.
struct zarray {
  std::string shape = "[4]";
  std::string chunks = "[2]";
  std::string dtype = "\"<f4\"";
  std::string compressor = "null";
  std::string fill_value = "0";
  std::string order = "\"C\"";
  std::string more; ///< begins with a comma

  [[nodiscard]] std::vector<std::byte> bytes() const {
    return text_bytes("{\"zarr_format\": 2, \"shape\": " + shape + ", \"chunks\": " + chunks +
                      ", \"dtype\": " + dtype + ", \"compressor\": " + compressor +
                      ", \"fill_value\": " + fill_value + ", \"order\": " + order + more + "}");
  }
};

} // namespace weightkin::test
