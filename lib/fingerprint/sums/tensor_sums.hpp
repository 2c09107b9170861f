#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/inventory/inventory.hpp>

namespace weightkin::detail {

struct print_kernel;
class sign_tables;

/// The sums of docs/fingerprint-format.md, section 2, over whatever elements of one tensor were
/// added. Does not notice an element that is added twice: whoever adds keeps count of ranges.
class tensor_sums {
public:
  /// \param axis sampled for unit features; null when the tensor has no exchangeable axis.
  /// \param kernel null: the fastest this machine has; never changes a bit.
  tensor_sums(const tensor_declaration& tensor, std::uint64_t seed, const unit_axis* axis,
              const print_kernel* kernel = nullptr);
  tensor_sums(tensor_sums&&) noexcept;
  tensor_sums& operator=(tensor_sums&&) noexcept;
  ~tensor_sums();

  /// Elements [first, first + count), packed in the tensor's dtype, host byte order; any cut, any
  /// order. Fast when `first` is a multiple of 16 and pieces have 2^14 elements and more.
  /// 4- and 6-bit elements begin at the first bit of `packed`.
  void add(std::uint64_t first, std::uint64_t count, std::span<const std::byte> packed);

  /// \pre the same declaration, seed and axis.
  void merge(const tensor_sums& other);

  /// Elements of the tensor, so complex ones count once.
  [[nodiscard]] std::uint64_t seen() const noexcept;

  /// Everything of section 3 (name, type and shape included, digests not). \pre all elements seen.
  /// \param signs spares tensors of equal size the second half of the work; may be null.
  [[nodiscard]] tensor_print finish(sign_tables* signs = nullptr) const;

  /// Appends the state to `bytes` (one byte while nothing was added); `load` reads it from the
  /// front of `bytes`, which it advances, in place of what this object had. `bad_format` for what
  /// `save` of an object of the same declaration, seed and axis cannot have written; this object is
  /// then as it was.
  void save(std::vector<std::byte>& bytes) const;
  [[nodiscard]] result<void> load(std::span<const std::byte>& bytes);

private:
  struct state;
  std::unique_ptr<state> state_;
};

} // namespace weightkin::detail
