#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/decode/decoded_elements.hpp"

namespace weightkin {

/// Values where the bits of a mask are set, zeros elsewhere. The first read counts the whole mask
/// once, and keeps eight bytes for every 4 KiB of it.
class masked_elements final : public decoded_elements {
public:
  /// \param mask bytes, a bit for each of `count` values from the lowest on
  /// \param values as many as bits are set: `bad_format`/`shape` from the first read otherwise
  masked_elements(stored_tensor mask, stored_tensor values, std::uint64_t count)
      : decoded_elements(count, 8), mask_(std::move(mask)), values_(std::move(values)),
        count_(count) {}

protected:
  [[nodiscard]] result<void> decode(std::uint64_t first, std::span<float> out) const override;

private:
  [[nodiscard]] result<void> count_bits() const;
  [[nodiscard]] result<std::uint64_t> bits_before(std::uint64_t byte) const;

  stored_tensor mask_;
  stored_tensor values_;
  std::uint64_t count_;
  mutable std::mutex counting_;
  mutable std::vector<std::uint64_t> set_before_; ///< each run of the mask; empty: not counted
};

} // namespace weightkin
