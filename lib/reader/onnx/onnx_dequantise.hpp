#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/decode/decoded_elements.hpp"

namespace weightkin {

/// Which scale an element of a quantised tensor has: the tensor is taken as [outer, extent, inner]
/// around the quantised axis, of which `block` places share a scale.
struct scale_places {
  std::uint64_t extent = 1; ///< of the quantised axis
  std::uint64_t inner = 1;  ///< elements behind one place of it
  std::uint64_t block = 0;  ///< 0: one scale a place of the axis, the same for all outer and inner

  [[nodiscard]] std::uint64_t of(std::uint64_t element) const noexcept {
    const std::uint64_t place = element / inner % extent;
    if (block == 0) return place;
    const std::uint64_t blocks = (extent + block - 1) / block;
    return (element / inner / extent * blocks + place / block) * inner + element % inner;
  }
};

/// DequantizeLinear: (x - zero) * scale, each step in f32. \pre the parts have the shapes that
/// `places` means; `zeros` may be missing
[[nodiscard]] std::shared_ptr<const decoded_elements>
dequantised_linear(const stored_tensor& x, const stored_tensor& scales,
                   const std::optional<stored_tensor>& zeros, const scale_places& places);

/// A matrix [rows, columns] of codes of 2, 4 or 8 bits, packed low first along the columns, each
/// row padded to whole blocks.
struct code_matrix {
  std::uint64_t rows = 0;
  std::uint64_t columns = 0;
  std::uint64_t block = 0; ///< columns that share a scale; a multiple of 8
  unsigned bits = 0;
  bool packed_zeros = false; ///< zero points are packed like the codes, else one number a block

  [[nodiscard]] std::uint64_t blocks_per_row() const noexcept {
    return (columns + block - 1) / block;
  }
  [[nodiscard]] std::uint64_t row_bytes() const noexcept {
    return blocks_per_row() * (block / 8 * bits);
  }
  [[nodiscard]] std::uint64_t zero_row_bytes() const noexcept {
    return (blocks_per_row() * bits + 7) / 8;
  }
};

/// MatMulNBits: (code - zero) * scale, each step in f32; without zero points, zero is half of the
/// codes' range. \pre the parts have as many elements as `matrix` means
[[nodiscard]] std::shared_ptr<const decoded_elements>
dequantised_codes(const stored_tensor& codes, const stored_tensor& scales,
                  const std::optional<stored_tensor>& zeros, const code_matrix& matrix);

} // namespace weightkin
