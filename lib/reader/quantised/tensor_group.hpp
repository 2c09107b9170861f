#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/reader/stored_tensor.hpp>

#include "reader/quantised/tensor_index.hpp"

namespace weightkin {

/// Which types a part may have, and what messages call them.
struct part_types {
  bool (*allow)(dtype type);
  std::string_view words;
};

extern const part_types word_types;  ///< 32-bit integers
extern const part_types byte_types;  ///< 8-bit integers
extern const part_types index_types; ///< any integers
extern const part_types float_types; ///< f16, bf16, f32, f64
extern const part_types real_types;  ///< floats of any width

/// The stored tensors that together hold one weight. They are looked up one by one, checked, and
/// then taken; the first thing that is wrong with them is remembered until asked for.
class tensor_group {
public:
  /// \param base what the names of the parts begin with
  tensor_group(tensor_index& index, std::string_view scheme, std::string base)
      : index_(index), scheme_(scheme), base_(std::move(base)) {}

  [[nodiscard]] const std::string& base() const noexcept { return base_; }

  /// The part `base + suffix`, known as `role` from now on; null when there is none or it is empty.
  const stored_tensor* find(std::string_view suffix, std::string_view role,
                            const part_types& types);

  /// The same for a part that must be there, with values, of `rank` axes unless that is `any_rank`.
  const stored_tensor* need(std::string_view suffix, std::string_view role, const part_types& types,
                            std::size_t rank = any_rank);
  static constexpr std::size_t any_rank = SIZE_MAX;

  /// False when a part is missing or cannot be what its name says; `refusal` says which.
  [[nodiscard]] bool sound() const noexcept { return !refusal_; }
  [[nodiscard]] error refusal() const { return *refusal_; }

  /// An error about the group, located at the first part found.
  [[nodiscard]] error refuse(fault why, const std::string& what) const;
  [[nodiscard]] error not_read(const std::string& what) const; ///< `unsupported`
  [[nodiscard]] error wrong_shape(const stored_tensor& part, const std::string& wanted) const;

  /// Takes the parts out of the file. \pre sound(), at least one part
  [[nodiscard]] std::shared_ptr<stored_encoding>
  take(std::uint64_t values, std::uint64_t block_values, std::string scheme = {});

  /// Puts the logical tensor in place of the part that came first in the file.
  void put(const std::shared_ptr<const stored_encoding>& encoding, std::string name,
           std::vector<std::uint64_t> shape, std::shared_ptr<const element_source> decoded);

private:
  struct member {
    std::size_t place;
    std::string_view role;
  };

  const stored_tensor* add(std::size_t place, std::string_view role, const part_types& types);
  /// Of the first part in the file, to say where an error is.
  [[nodiscard]] std::size_t first_place() const;

  tensor_index& index_;
  std::string_view scheme_;
  std::string base_;
  std::vector<member> members_;
  std::optional<error> refusal_;
};

/// The part of an encoding that has a role. \pre there is one
[[nodiscard]] const stored_tensor& part_of(const stored_encoding& encoding, std::string_view role);

/// "[3, 64]".
[[nodiscard]] std::string shape_text(const std::vector<std::uint64_t>& shape);

/// The product of extents, or nothing when it does not fit 62 bits.
[[nodiscard]] std::optional<std::uint64_t> checked_product(const std::vector<std::uint64_t>& shape);

/// value / block, rounded up. \pre block > 0
[[nodiscard]] constexpr std::uint64_t blocks_of(std::uint64_t value, std::uint64_t block) noexcept {
  return value / block + (value % block != 0 ? 1 : 0);
}

} // namespace weightkin
