// Per-target header (Highway): sketches of packed bfloat16, several groups at a time.
#if defined(WEIGHTKIN_PRINT_PACKED_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef WEIGHTKIN_PRINT_PACKED_INL
#undef WEIGHTKIN_PRINT_PACKED_INL
#else
#define WEIGHTKIN_PRINT_PACKED_INL
#endif

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include "kernel/print_ops.hpp"
#include "kernel/print_sketch-inl.hpp"
#include "kernel/simd_tags-inl.hpp"

// Why this is exact. A bfloat16 of size 2^(7-s) or more has 8 significant bits, so it is a multiple
// of 2^-s; below 2^(28-s) in size it is less than 2^28 of them. Eight such numbers, one of each
// group, add up to less than 2^31 multiples: sums in 32 bits lose nothing. With s <= 40 a multiple
// of 2^-s is one of 2^-40, so q(x) is x * 2^40, which is the 32-bit number shifted left by 40 - s.

HWY_BEFORE_NAMESPACE();
namespace weightkin::detail::HWY_NAMESPACE {

#if HWY_TARGET == HWY_AVX3

/// Patterns of bfloat16, one block or two.
using pattern_tag = hn::CappedTag<std::uint16_t, 2 * print_block>;
using pattern_vector = hn::Vec<pattern_tag>;
inline constexpr std::size_t pattern_lanes = HWY_MIN(HWY_MAX_BYTES / 2, 2 * print_block);

inline constexpr std::size_t packed_elements = packed_groups::count * print_group;
inline constexpr std::uint16_t pattern_sign = 0x8000;
inline constexpr int pattern_fraction = 7; ///< bits
inline constexpr int pattern_bias = 127;

/// Sums of multiples of 2^-s.
using packed_sum_tag = hn::CappedTag<std::int32_t, print_block>;
using packed_sum = hn::Vec<packed_sum_tag>;

/// The s of the top of this file; none if these numbers have none.
inline HWY_ATTR std::optional<int> common_multiple(const std::byte* packed) {
  const pattern_tag d;
  const auto one = hn::Set(d, 1);
  auto largest = hn::Zero(d);
  auto smallest = hn::Set(d, 0xffff); // less one, so that zeros do not count
  const auto* const at = reinterpret_cast<const std::uint16_t*>(packed);
  for (std::size_t i = 0; i < packed_elements; i += pattern_lanes) {
    const auto x = hn::LoadU(d, at + i);
    const auto twice_size = hn::Add(x, x); // shifts the sign out
    largest = hn::Max(largest, twice_size);
    smallest = hn::Min(smallest, hn::Sub(twice_size, one));
  }
  const auto exponent = [](int twice_size) { return (twice_size >> (pattern_fraction + 1)); };
  const int top = exponent(hn::GetLane(hn::MaxOfLanes(d, largest)));
  const int bottom = exponent(hn::GetLane(hn::MinOfLanes(d, smallest)) + 1);
  const int s = std::min(27 + pattern_bias - top, 40);
  if (s < 18) return std::nullopt; // there may be numbers of 1024 and more
  if (bottom < 7 + pattern_bias - s) return std::nullopt;
  return s;
}

/// Multiplies by 2^s, except that zeros become less than 2^-86.
HWY_INLINE HWY_ATTR pattern_vector scaled(pattern_vector x, int s) {
  const pattern_tag d;
  return hn::Add(x, hn::Set(d, static_cast<std::uint16_t>(s << pattern_fraction)));
}

/// Where a block's lanes come from when they are turned and widened: from the upper halves of 32
/// bits; the lower ones are masked. A line of `line` lanes for each turn; the second half of the
/// table is for the second of two blocks.
struct turned_lanes {
  static constexpr std::size_t line = 2 * print_block;
  alignas(64) std::uint16_t from[2 * print_block * line];

  constexpr turned_lanes() : from() {
    for (std::size_t which = 0; which < 2 * print_block; ++which)
      for (std::size_t lane = 0; lane < print_block; ++lane)
        from[which * line + 2 * lane + 1] = static_cast<std::uint16_t>(
            which / print_block * print_block + (lane ^ which % print_block));
  }
};
inline constexpr turned_lanes turned_patterns;
inline constexpr int turned_line_bits = 5; ///< of the number of lanes in a line

/// What the hashes of two neighbouring blocks say, taken apart.
struct pair_picks {
  std::uint32_t signs;    ///< of the first block, then of the second
  std::uint16_t turns[2]; ///< where in `turned_patterns` for the even and the odd row
};
using group_picks = std::array<pair_picks, print_group_blocks / 2>;

/// Blocks that are neighbours fall into rows that are; where the group's turn is odd, the second of
/// two into the even row.
inline HWY_ATTR void take_apart(const std::uint64_t* hashes, bool odd, group_picks& picks) {
  const bucket_tag d;
  const auto sixteen = hn::Set(d, 0xffff);
  const auto turn = hn::Set(d, (print_block - 1) << 16);
  const auto second_block = hn::Set(d, print_block << 16);
  auto* out = reinterpret_cast<std::uint64_t*>(picks.data());
  for (std::size_t b = 0; b < print_group_blocks; b += 2 * hn::Lanes(d), out += hn::Lanes(d)) {
    const auto left = hn::LoadU(d, hashes + b);
    const auto right = hn::LoadU(d, hashes + b + hn::Lanes(d));
    const auto first = hn::ConcatEven(d, right, left);
    const auto second = hn::ConcatOdd(d, right, left);
    const auto first_turn = hn::And(first, turn);
    const auto second_turn = hn::Or(hn::And(second, turn), second_block);
    const auto signs = hn::Or(hn::And(first, sixteen), hn::ShiftLeft<16>(hn::And(second, sixteen)));
    const auto even_row = odd ? second_turn : first_turn;
    const auto odd_row = odd ? first_turn : second_turn;
    hn::StoreU(hn::Or(signs, hn::Or(hn::ShiftLeft<16 + turned_line_bits>(even_row),
                                    hn::ShiftLeft<32 + turned_line_bits>(odd_row))),
               d, out);
  }
}

/// Multiples of 2^-s of the block that there is in `turned_patterns`. Intrinsics: Highway does
/// not move words, and its conversion also mends numbers that do not fit, of which there are none.
HWY_INLINE HWY_ATTR packed_sum turned_block(pattern_vector x, std::size_t there) {
  const pattern_tag d;
  const auto from = hn::Load(d, turned_patterns.from + there);
  const __m512i turned = _mm512_maskz_permutexvar_epi16(0xaaaaaaaa, from.raw, x.raw);
  return packed_sum{_mm512_cvtps_epi32(_mm512_castsi512_ps(turned))};
}

/// Adds the blocks of all groups that fall into row number `row`, which is even, and the next one.
inline HWY_ATTR void add_rows(const packed_groups& groups, const group_picks* picks,
                              std::size_t row, int s, packed_sum& even, packed_sum& odd) {
  const pattern_tag d;
  const auto sign = hn::Set(d, pattern_sign);
  const auto* at = reinterpret_cast<const std::uint16_t*>(groups.packed);
  for (std::size_t g = 0; g < packed_groups::count; ++g, at += print_group) {
    const std::size_t pair = (row ^ static_cast<std::size_t>(groups.turns[g])) / 2;
    const pair_picks& pick = picks[g][pair];
    const auto* const block = at + pair * 2 * print_block;
    hwy::Prefetch(block + packed_elements);
    std::uint8_t signs[sizeof pick.signs];
    std::memcpy(signs, &pick.signs, sizeof signs); // vector targets are little-endian
    const auto x = scaled(hn::LoadU(d, block), s);
    const auto changed = hn::IfThenElse(hn::LoadMaskBits(d, signs), hn::Add(x, sign), x);
    even = hn::Add(even, turned_block(changed, pick.turns[0]));
    odd = hn::Add(odd, turned_block(changed, pick.turns[1]));
  }
}

inline HWY_ATTR void add_row(packed_sum sums, int s, std::uint64_t* row) {
  const hn::RebindToSigned<bucket_tag> di;
  const bucket_tag du;
  const auto up = hn::Set(du, static_cast<std::uint64_t>(40 - s));
  const auto add = [&](auto half, std::uint64_t* to) HWY_ATTR {
    const auto sum = hn::Shl(hn::BitCast(du, hn::PromoteTo(di, half)), up);
    hn::StoreU(hn::Add(hn::LoadU(du, to), sum), du, to);
  };
  const hn::Rebind<std::int32_t, bucket_tag> dh;
  add(hn::LowerHalf(dh, sums), row);
  add(hn::UpperHalf(dh, sums), row + double_lanes);
}

inline HWY_ATTR void add_groups(const packed_groups& groups, int s, std::uint64_t* buckets) {
  alignas(64) std::array<group_picks, packed_groups::count> picks;
  for (std::size_t g = 0; g < packed_groups::count; ++g)
    take_apart(groups.hashes + g * print_group_blocks, groups.turns[g] % 2 != 0, picks[g]);
  for (std::size_t row = 0; row < print_group_blocks; row += 2) {
    auto even = hn::Zero(packed_sum_tag());
    auto odd = even;
    add_rows(groups, picks.data(), row, s, even, odd);
    add_row(even, s, buckets + print_block * row);
    add_row(odd, s, buckets + print_block * (row + 1));
  }
}

inline HWY_ATTR bool sketch_packed(const packed_groups& groups, std::uint64_t* buckets) {
  const auto s = common_multiple(groups.packed);
  if (!s) return false;
  add_groups(groups, *s, buckets);
  return true;
}
inline constexpr auto packed_sketch = &sketch_packed;

#else

inline constexpr bool (*packed_sketch)(const packed_groups&, std::uint64_t*) = nullptr;

#endif

} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
