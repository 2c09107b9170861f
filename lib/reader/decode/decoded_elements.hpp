#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// Values of type f32 that are computed from what is stored, a run of granules at a time: the base
/// of every decoder of blocks, codes, factors and layouts. Immutable; concurrent reads are safe.
class decoded_elements : public element_source {
public:
  /// \param granule values that can only be decoded together, in C order; a divisor of or at least
  ///        no more than `count`, which may end in a shorter last granule
  decoded_elements(std::uint64_t count, std::uint64_t granule) noexcept
      : count_(count), granule_(granule) {}

  /// As `element_source::read`: f32, any range.
  [[nodiscard]] result<std::span<const std::byte>> read(std::uint64_t first, std::size_t count,
                                                        std::span<std::byte> scratch) const final;

protected:
  /// Decodes values [first, first + out.size()); `first` is a multiple of the granule, and the end
  /// is one too or the end of the tensor. Bit-exact on every machine: f32 operations in the
  /// written order, no fused multiply-add.
  [[nodiscard]] virtual result<void> decode(std::uint64_t first, std::span<float> out) const = 0;

private:
  std::uint64_t count_;
  std::uint64_t granule_;
};

/// The elements of a tensor, decoded or plain, as a source that owns all it needs.
[[nodiscard]] std::shared_ptr<const element_source> elements_of(const stored_tensor& tensor);

/// Elements [first, first + out.size()) of a real, integer or boolean tensor as f32 (exact for
/// types up to f32 and integers up to 24 bits, else rounded to nearest), however it is stored.
/// \pre first + out.size() <= its element count; for 4- and 6-bit types whole bytes at both ends.
[[nodiscard]] result<void> read_f32(const stored_tensor& tensor, std::uint64_t first,
                                    std::span<float> out);

/// All elements of a small stored integer tensor (shapes, indices) as i64; u64 beyond its range
/// saturates. \returns `bad_format`/`dtype` for non-integers, `limit` beyond `most` elements.
[[nodiscard]] result<std::vector<std::int64_t>> read_integers(const stored_tensor& tensor,
                                                              std::uint64_t most);

/// Number of elements; the product fits 64 bits.
[[nodiscard]] std::uint64_t element_count(const stored_tensor& tensor) noexcept;

/// Bytes that all elements of these tensors take when they are written out, but for parts of a byte
/// of each; 2^64 - 1 for what is beyond.
[[nodiscard]] std::uint64_t bytes_held(std::span<const stored_tensor> tensors) noexcept;

/// A view of a stored part, borrowed from it; `source` is what `elements_of` gave, or null to use
/// it in place (`stored_elements::usable_in_place`).
[[nodiscard]] tensor_view view_of(const stored_tensor& tensor, const element_source* source);

} // namespace weightkin
