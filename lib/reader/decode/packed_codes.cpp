#include "reader/decode/packed_codes.hpp"

#include <algorithm>

namespace weightkin {
namespace {

constexpr std::size_t tile_bytes = 4096;

} // namespace

result<void> packed_codes::decode(std::uint64_t first, std::span<float> out) const {
  const unsigned mask = (1U << bits_) - 1;
  std::array<std::byte, tile_bytes> scratch;
  std::uint64_t at = offset_ + first / 8 * bits_ + first % 8 * bits_ / 8; // on a whole byte
  unsigned held = 0;                                                      // bits not used yet
  unsigned held_bits = 0;
  for (std::size_t done = 0; done < out.size();) {
    const std::size_t left = out.size() - done;
    const std::size_t wanted =
        left >= 8 * tile_bytes ? tile_bytes : (left * bits_ - held_bits + 7) / 8;
    const auto tile = bytes_->read(at, std::min(wanted, tile_bytes), scratch);
    if (!tile) return tile.error();
    for (const std::byte byte : *tile) {
      held |= std::to_integer<unsigned>(byte) << held_bits;
      for (held_bits += 8; held_bits >= bits_ && done < out.size(); held_bits -= bits_) {
        out[done++] = values_[held & mask];
        held >>= bits_;
      }
    }
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
