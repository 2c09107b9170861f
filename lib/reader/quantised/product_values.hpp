#pragma once

#include <cstdint>
#include <memory>

#include "reader/decode/decoded_elements.hpp"
#include "reader/quantised/value_grid.hpp"

namespace weightkin {

/// The factors of a matrix [rows, columns] of low rank.
struct product_parts {
  std::unique_ptr<const value_grid> left;  ///< [rows, rank]
  std::unique_ptr<const value_grid> right; ///< [rank, columns]
  std::uint64_t rows = 0;
  std::uint64_t rank = 0;
  std::uint64_t columns = 0;
  float scale = 1;
};

/// scale * (left @ right), computed for the elements asked for only. Each element is summed in f32
/// from 0 over rank 0, 1, 2, ... and then scaled.
class product_values final : public decoded_elements {
public:
  /// \param stored what the grids borrow from, kept alive
  product_values(std::shared_ptr<const stored_encoding> stored, product_parts parts) noexcept;

protected:
  [[nodiscard]] result<void> decode(std::uint64_t first, std::span<float> out) const override;

private:
  [[nodiscard]] result<void> decode_part(const rectangle& part, std::span<float> out) const;

  std::shared_ptr<const stored_encoding> stored_;
  product_parts parts_;
};

} // namespace weightkin
