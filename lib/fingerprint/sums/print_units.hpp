#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <weightkin/inventory/inventory.hpp>

#include "kernel/print_group.hpp"

namespace weightkin::detail {

/// Most units that are sampled.
inline constexpr std::uint64_t print_most_units = 128;
/// Fewer units give no signature.
inline constexpr std::uint64_t print_least_units = 8;

/// Where the units of a tensor lie (docs/fingerprint-format.md, section 2.5), with the shape seen
/// as [before, gates * units * block, after].
class unit_map {
public:
  unit_map() = default;
  /// Without units if `axis` is null, does not fit the shape or has too few of them.
  /// \param shape of real numbers; complex tensors have a last axis more
  unit_map(std::span<const std::uint64_t> shape, const unit_axis* axis);

  [[nodiscard]] bool any() const noexcept { return sampled_ != 0; }
  [[nodiscard]] std::uint64_t sampled() const noexcept { return sampled_; }
  [[nodiscard]] std::uint64_t unit_of_sample(std::uint64_t sample) const noexcept {
    return sample * units_ / sampled_;
  }
  /// The first sample whose unit is `unit` or a later one; `sampled()` if none is.
  [[nodiscard]] std::uint64_t first_sample(std::uint64_t unit) const noexcept {
    return (unit * sampled_ + units_ - 1) / units_;
  }
  /// Units are the rows of a matrix, all of them.
  [[nodiscard]] bool are_rows() const noexcept {
    return any() && before_ == 1 && block_ == 1 && gates_ == 1 && diagonal_ == diagonal::none;
  }

private:
  friend class print_units;
  /// Which elements `skip_diagonal` leaves out.
  enum class diagonal : std::uint8_t { none, before, after };

  std::uint64_t before_ = 1;
  std::uint64_t after_ = 1;
  std::uint64_t units_ = 0;
  std::uint64_t block_ = 1;
  std::uint64_t gates_ = 1;
  std::uint64_t sampled_ = 0;
  diagonal diagonal_ = diagonal::none;
  std::uint64_t diagonal_stride_ = 1; ///< elements of one entry of the axis after
};

/// The features of the sampled units.
class print_units {
public:
  explicit print_units(const unit_map& map) : map_(map) {}

  [[nodiscard]] const unit_map& map() const noexcept { return map_; }
  [[nodiscard]] bool touched() const noexcept { return !features_.empty(); }
  [[nodiscard]] std::vector<print_lanes>& touch() {
    features_.resize(static_cast<std::size_t>(map_.sampled()));
    return features_;
  }
  /// Empty or one a sampled unit.
  [[nodiscard]] const std::vector<print_lanes>& features() const noexcept { return features_; }

  template <class Real>
  void add(const print_ops& ops, const index_hash& columns, const print_piece<Real>& piece);

  void merge(const print_units& other);

private:
  template <class Real>
  class piece_pass;

  unit_map map_;
  std::vector<print_lanes> features_;
};

extern template void print_units::add(const print_ops&, const index_hash&,
                                      const print_piece<float>&);
extern template void print_units::add(const print_ops&, const index_hash&,
                                      const print_piece<double>&);

} // namespace weightkin::detail
