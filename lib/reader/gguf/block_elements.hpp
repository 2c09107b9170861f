#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include <weightkin/reader/byte_source.hpp>

#include "reader/decode/decoded_elements.hpp"
#include "reader/gguf/ggml_types.hpp"

namespace weightkin {

/// Where the blocks of a tensor lie. Checked: all of them are inside `bytes`.
struct block_run {
  std::shared_ptr<const byte_source> bytes;
  std::uint64_t offset = 0;
  std::uint64_t values = 0; ///< a multiple of the type's block
  const ggml_type* type = nullptr;
  bool big_endian = false; ///< only for types with known `halves`
};

/// The values of a tensor of ggml's blocks. Decodes from where the blocks lie; copied or big-endian
/// ones go through 64 KiB of scratch.
class block_elements final : public decoded_elements {
public:
  explicit block_elements(block_run run) noexcept
      : decoded_elements(run.values, run.type->block_values), run_(std::move(run)) {}

protected:
  [[nodiscard]] result<void> decode(std::uint64_t first, std::span<float> out) const override;

private:
  [[nodiscard]] result<void> decode_pieces(std::uint64_t offset, std::span<float> out) const;

  block_run run_;
};

} // namespace weightkin
