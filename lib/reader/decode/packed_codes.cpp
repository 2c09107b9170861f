#include "reader/decode/packed_codes.hpp"

#include <algorithm>

namespace weightkin {
namespace {

constexpr std::size_t tile_bytes = 4096;

} // namespace

result<void> packed_codes::decode(std::uint64_t first, std::span<float> out) const {
  const unsigned per_byte = 8 / bits_;
  const unsigned mask = (1U << bits_) - 1;
  std::array<std::byte, tile_bytes> scratch;
  std::uint64_t at = offset_ + first / per_byte;
  for (std::size_t done = 0; done < out.size();) {
    const std::size_t wanted = (out.size() - done + per_byte - 1) / per_byte;
    const auto tile = bytes_->read(at, std::min(wanted, tile_bytes), scratch);
    if (!tile) return tile.error();
    for (const std::byte byte : *tile)
      for (unsigned i = 0; i < per_byte && done < out.size(); ++i)
        out[done++] = values_[std::to_integer<unsigned>(byte) >> (i * bits_) & mask];
    at += tile->size();
  }
  return {};
}

code_values integer_codes(unsigned bits, bool is_signed) noexcept {
  code_values values{};
  const int count = 1 << bits;
  for (int code = 0; code < count; ++code)
    values[static_cast<std::size_t>(code)] =
        static_cast<float>(is_signed && code >= count / 2 ? code - count : code);
  return values;
}

code_values float4_codes() noexcept {
  return {0.0F,  0.5F,  1.0F,  1.5F,  2.0F,  3.0F,  4.0F,  6.0F,
          -0.0F, -0.5F, -1.0F, -1.5F, -2.0F, -3.0F, -4.0F, -6.0F};
}

} // namespace weightkin
