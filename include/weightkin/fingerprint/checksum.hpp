#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>

namespace weightkin {

/// The additive checksum of docs/fingerprint-format.md, section 2.2, on its own: did a model arrive
/// as it was sent, however it is sharded on either side? Each rank adds what it holds; the sums of
/// all ranks add up to the value that the fingerprint of the whole model has. *Exact*.
///
/// Not cryptographic: it finds accidents, not adversaries.
///  - A tensor that differs in one element never has the same checksum.
///  - For a set of changes made without regard to the seed, the chance that they cancel is at most
///    2^-31.
///  - Anyone who knows the seed can make changes that cancel.
///  - Seen are values, not bytes: a cast that changes no value changes nothing, all NaNs are one;
///    +0 and -0 differ. Elements that are +0 add nothing, so those count only by their number.
/// Use `hash_model` where it must not be possible to forge.
///
/// Not for concurrent use (one a thread, then `merge`). 200 bytes a tensor.
class model_checksum {
public:
  /// \param tensors all of the model's, the same everywhere; their order only numbers them.
  explicit model_checksum(std::span<const tensor_declaration> tensors, std::uint64_t seed = 0);

  /// Adds elements [first, first + count) of tensor `tensor`, packed, in host byte order. Does not
  /// notice an element that is added twice; `complete` does, unless another one is missing.
  /// \returns `bad_argument` when out of range or of the wrong size.
  [[nodiscard]] result<void> add(std::size_t tensor, std::uint64_t first, std::uint64_t count,
                                 std::span<const std::byte> packed);

  /// Adds what another shard's holder summed. `bad_argument` when tensors or seed differ.
  [[nodiscard]] result<void> merge(const model_checksum& other);

  /// True when as many elements were added as there are.
  [[nodiscard]] bool complete() const noexcept;

  /// The model's checksum, of what was added.
  [[nodiscard]] std::uint64_t value() const noexcept;

  /// Each tensor's: what a sender passes on with its model.
  [[nodiscard]] std::vector<std::uint64_t> tensor_values() const;

  /// The numbers of the tensors whose checksum is not the one in `theirs`, or which `theirs` lacks.
  [[nodiscard]] std::vector<std::size_t> differing(std::span<const std::uint64_t> theirs) const;

private:
  struct tensor_sum {
    dtype type;
    std::uint64_t elements;
    std::uint64_t weight; ///< by which it counts in the model
    std::uint64_t seen;
    std::array<std::uint64_t, 16> lanes;
  };
  [[nodiscard]] std::uint64_t value_of(const tensor_sum& tensor) const noexcept;

  std::vector<tensor_sum> tensors_;
  std::uint64_t seed_;
};

} // namespace weightkin
