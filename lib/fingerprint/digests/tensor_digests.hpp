#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <weightkin/core/digest.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>

namespace weightkin::detail {

/// The stored and the value digest of one tensor (docs/fingerprint-format.md, section 4) from
/// contiguous ranges that may come in any order; neighbouring ranges are joined as they meet. Also
/// keeps count of which elements were added.
class tensor_digests {
public:
  explicit tensor_digests(const tensor_declaration& tensor);
  tensor_digests(tensor_digests&&) noexcept;
  tensor_digests& operator=(tensor_digests&&) noexcept;
  ~tensor_digests();

  /// Elements [first, first + count), packed, host byte order. `bad_argument` when one of them was
  /// added before. \param threads help with hashing long ranges; no bit depends on them.
  [[nodiscard]] result<void> add(std::uint64_t first, std::uint64_t count,
                                 std::span<const std::byte> packed, unsigned threads = 1);
  [[nodiscard]] result<void> merge(const tensor_digests& other);

  [[nodiscard]] bool complete() const noexcept;

  struct digests {
    digest stored;
    digest value;
  };
  /// \pre complete().
  [[nodiscard]] digests finish() const;

  void save(std::vector<std::byte>& bytes) const;
  [[nodiscard]] result<void> load(std::span<const std::byte>& bytes);

private:
  struct state;
  std::unique_ptr<state> state_;
};

} // namespace weightkin::detail
