#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "kernel/index_hash.hpp"
#include "kernel/print_number.hpp"

/// The sums of docs/fingerprint-format.md, section 2, as they are kept. All of them wrap or are
/// wide enough, so none depends on the order of additions.
namespace weightkin::detail {

/// Elements that share a hash.
inline constexpr std::size_t print_block = 16;
/// Blocks that fall into different rows of the sketch, and their elements.
inline constexpr std::size_t print_group_blocks = 64;
inline constexpr std::size_t print_group = print_block * print_group_blocks;
inline constexpr std::size_t print_buckets = 1024;
inline constexpr std::size_t print_bins = 1024;

/// Of larger tensors only the blocks in sketch rows below `print_sampled_rows` count magnitudes.
inline constexpr std::uint64_t print_all_magnitudes = 65536;
inline constexpr std::uint64_t print_sampled_rows = 4;

using print_lanes = std::array<std::uint64_t, print_block>;

enum print_cast : std::size_t { cast_none, cast_bf16, cast_f16, cast_count };

/// What is counted, not summed.
struct print_counts {
  std::uint64_t seen = 0;
  std::uint64_t nonfinite = 0;
  std::uint64_t outside = 0;
  std::uint64_t zeros = 0;
  std::uint64_t negative = 0;
  double minimum = std::numeric_limits<double>::infinity();
  double maximum = -std::numeric_limits<double>::infinity();

  void add(const print_counts& other) noexcept {
    seen += other.seen;
    nonfinite += other.nonfinite;
    outside += other.outside;
    zeros += other.zeros;
    negative += other.negative;
    minimum = other.minimum < minimum ? other.minimum : minimum;
    maximum = other.maximum > maximum ? other.maximum : maximum;
  }
};

/// Sums of values and squares, and of values under sixteen changing signs.
struct print_moments {
  print_i128 value = 0;
  print_u128 square = 0;
  print_lanes features{};

  void add(const print_moments& other) noexcept {
    value += other.value;
    square += other.square;
    for (std::size_t lane = 0; lane < print_block; ++lane)
      features[lane] += other.features[lane];
  }
};

/// Energy and features of one row.
struct print_row {
  print_u128 energy = 0;
  print_lanes features{};
};

/// Everything that belongs to the tensor as a whole.
struct print_totals {
  print_counts counts;
  print_i128 value = 0;
  print_u128 square = 0;
  alignas(64) std::array<std::uint64_t, print_buckets> sketch{}; ///< rows are whole cache lines
  std::array<print_lanes, cast_count> checks{};
  std::array<std::uint64_t, print_bins> magnitudes{};

  void add(const print_totals& other) noexcept {
    counts.add(other.counts);
    value += other.value;
    square += other.square;
    for (std::size_t i = 0; i < print_buckets; ++i)
      sketch[i] += other.sketch[i];
    for (std::size_t cast = 0; cast < cast_count; ++cast)
      for (std::size_t lane = 0; lane < print_block; ++lane)
        checks[cast][lane] += other.checks[cast][lane];
    for (std::size_t i = 0; i < print_bins; ++i)
      magnitudes[i] += other.magnitudes[i];
  }
};

/// Buckets that doubles are added to: sums that began at `print_value_magic`, where doubles are
/// 2^-40 apart.
struct moved_buckets {
  alignas(64) std::array<double, print_buckets> sums;
  std::size_t groups = 0; ///< that were added; 0: `sums` holds nothing

  /// Groups of gentle numbers after which no sum has left its binade.
  static constexpr std::size_t most_groups = 1024;
};

/// Totals that elements are being added to, and sums on the way to them.
class open_totals {
public:
  /// \param to borrowed; complete once settled
  explicit open_totals(print_totals& to) noexcept : to_(&to) {}

  [[nodiscard]] print_totals& totals() noexcept { return *to_; }

  /// \param excess by how much every bucket of the totals is too large from now on
  void add_excess(std::uint64_t excess) noexcept { excess_ += excess; }

  /// The buckets that another group of gentle numbers can be added to.
  [[nodiscard]] double* moved_for_group() noexcept {
    if (moved_.groups == moved_buckets::most_groups) settle_moved();
    if (moved_.groups == 0) moved_.sums.fill(print_value_magic);
    ++moved_.groups;
    return moved_.sums.data();
  }

  /// Makes the totals those of all that was added.
  void settle() noexcept {
    settle_moved();
    if (excess_ == 0) return;
    for (std::uint64_t& bucket : to_->sketch)
      bucket -= excess_;
    excess_ = 0;
  }

private:
  void settle_moved() noexcept {
    if (moved_.groups == 0) return;
    for (std::size_t i = 0; i < print_buckets; ++i)
      to_->sketch[i] += std::bit_cast<std::uint64_t>(moved_.sums[i]) -
                        std::bit_cast<std::uint64_t>(print_value_magic);
    moved_.groups = 0;
  }

  print_totals* to_;
  std::uint64_t excess_ = 0;
  moved_buckets moved_;
};

/// The streams of hashes of one seed.
struct print_hashes {
  explicit constexpr print_hashes(std::uint64_t seed) noexcept
      : blocks(seed, 1), groups(seed, 2), checks(seed, 3), columns(seed, 4) {}

  index_hash blocks;
  index_hash groups;
  index_hash checks;
  index_hash columns;
};

/// What the hash of a block says.
struct block_picks {
  explicit constexpr block_picks(std::uint64_t hash) noexcept
      : negative(static_cast<std::uint16_t>(hash)), turn((hash >> 16) % print_block),
        factor(static_cast<std::uint32_t>(hash >> 32) | 1U) {}

  std::uint16_t negative; ///< bit j: lane j is subtracted
  std::size_t turn;       ///< lane j goes to lane j xor turn
  std::uint32_t factor;   ///< of the checksums

  [[nodiscard]] constexpr bool subtracts(std::size_t lane) const noexcept {
    return ((negative >> lane) & 1U) != 0;
  }
};

/// `value` or its opposite.
[[nodiscard]] constexpr std::uint64_t signed_as(std::uint64_t value, bool negative) noexcept {
  return negative ? std::uint64_t{0} - value : value;
}

} // namespace weightkin::detail
