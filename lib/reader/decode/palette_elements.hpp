#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/decode/block_places.hpp"
#include "reader/decode/decoded_elements.hpp"

namespace weightkin {

/// Codes, and the tables in which they are looked up.
struct palette_codes {
  stored_tensor codes;     ///< each below `palettes`, however they are stored
  stored_tensor tables;    ///< real or integer, [tables][palettes][vector] flattened
  block_places places;     ///< of the codes: which table
  std::uint64_t palettes;  ///< at most 256
  std::uint64_t vector{1}; ///< values that one code stands for, at most `most_palette_vector`
  std::uint64_t inner{1};  ///< elements between one value of a vector and the next; 1 for 1
};

inline constexpr std::uint64_t most_palette_vector = 64;

/// value = table[code], where a code may stand for several values along an axis.
class palette_elements final : public decoded_elements {
public:
  explicit palette_elements(palette_codes stored)
      : decoded_elements(element_count(stored.codes) * stored.vector, 1),
        stored_(std::move(stored)) {}

protected:
  [[nodiscard]] result<void> decode(std::uint64_t first, std::span<float> out) const override;

private:
  [[nodiscard]] result<void> decode_tile(std::uint64_t first, std::span<float> out) const;
  [[nodiscard]] std::uint64_t code_of(std::uint64_t element) const noexcept;

  palette_codes stored_;
};

} // namespace weightkin
