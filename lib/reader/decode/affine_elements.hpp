#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/decode/block_places.hpp"
#include "reader/decode/decoded_elements.hpp"

namespace weightkin {

/// One number for each block of a tensor.
struct block_numbers {
  stored_tensor numbers; ///< as many as there are blocks
  block_places places;   ///< of the tensor's elements
};

/// What integer codes stand for.
struct affine_codes {
  stored_tensor codes;                      ///< however they are stored, in the tensor's shape
  std::optional<block_numbers> scales;      ///< none: the codes themselves
  std::optional<block_numbers> zero_points; ///< none: all zero
  bool halves = false;                      ///< values are rounded to f16
};

/// value = scale * (code - zero point), in f64, rounded to f32 once, and from there to f16 where
/// that is what it stands for.
class affine_elements final : public decoded_elements {
public:
  explicit affine_elements(affine_codes stored)
      : decoded_elements(element_count(stored.codes), 1), stored_(std::move(stored)) {}

protected:
  [[nodiscard]] result<void> decode(std::uint64_t first, std::span<float> out) const override;

private:
  [[nodiscard]] result<void> decode_tile(std::uint64_t first, std::span<float> out) const;

  affine_codes stored_;
};

/// The numbers of elements [first, first + count), each that of its block; nothing when they are
/// so far apart that fewer elements had better be asked for.
[[nodiscard]] result<std::optional<std::vector<double>>>
numbers_of(const block_numbers& blocks, std::uint64_t first, std::size_t count);

} // namespace weightkin
