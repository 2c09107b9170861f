#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "reader/decode/decoded_elements.hpp"

namespace weightkin {

/// What each code of at most six bits stands for; codes of fewer bits use the beginning.
using code_values = std::array<float, 64>;

/// Codes of at most six bits, packed from the lowest bit of each byte on, some across two bytes,
/// each standing for a value of a table.
class packed_codes final : public decoded_elements {
public:
  /// \pre bits is 1 to 6; bytes [offset, offset + ceil(count * bits / 8)) lie in `bytes`
  packed_codes(std::shared_ptr<const byte_source> bytes, std::uint64_t offset, std::uint64_t count,
               unsigned bits, const code_values& values) noexcept
      : decoded_elements(count, 8 % bits == 0 ? 8 / bits : 8), bytes_(std::move(bytes)),
        offset_(offset), bits_(bits), values_(values) {}

  /// Of each code.
  [[nodiscard]] unsigned bits() const noexcept { return bits_; }

protected:
  [[nodiscard]] result<void> decode(std::uint64_t first, std::span<float> out) const override;

private:
  std::shared_ptr<const byte_source> bytes_;
  std::uint64_t offset_;
  unsigned bits_;
  code_values values_;
};

/// Codes of `bits` bits that are integers, in two's complement when `is_signed`.
[[nodiscard]] code_values integer_codes(unsigned bits, bool is_signed) noexcept;

/// Codes of four bits that are floats of one sign, two exponent and one fraction bit.
[[nodiscard]] code_values float4_codes() noexcept;

} // namespace weightkin
