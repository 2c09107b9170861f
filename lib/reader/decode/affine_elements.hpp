#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/decode/decoded_elements.hpp"

namespace weightkin {

/// What integer codes stand for.
struct affine_codes {
  stored_tensor codes; ///< integers; of 4-bit ones, the bytes that hold two each, low half first
  bool packed_4_bit = false;
  std::optional<stored_tensor> scales;      ///< reals, one or one for each channel; none: the codes
  std::optional<stored_tensor> zero_points; ///< numbers, as many; none: all zero
  std::uint64_t count = 0;                  ///< values
  std::uint64_t channels = 1;
  std::uint64_t inner = 1; ///< values of one channel that lie next to each other
};

/// value = scale * (code - zero point), in f64, rounded to f32 once.
class affine_elements final : public decoded_elements {
public:
  explicit affine_elements(affine_codes stored)
      : decoded_elements(stored.count, stored.packed_4_bit ? 2 : 1), stored_(std::move(stored)) {}

protected:
  [[nodiscard]] result<void> decode(std::uint64_t first, std::span<float> out) const override;

private:
  [[nodiscard]] result<void> decode_tile(std::uint64_t first, std::span<float> out) const;
  [[nodiscard]] result<std::vector<double>> codes(std::uint64_t first, std::size_t count) const;
  [[nodiscard]] result<std::vector<double>> of_channels(const std::optional<stored_tensor>& stored,
                                                        std::uint64_t first, std::size_t count,
                                                        double otherwise) const;

  affine_codes stored_;
};

} // namespace weightkin
