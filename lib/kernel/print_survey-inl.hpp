// Per-target header (Highway): counts and checksums of fingerprints.
#if defined(WEIGHTKIN_PRINT_SURVEY_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef WEIGHTKIN_PRINT_SURVEY_INL
#undef WEIGHTKIN_PRINT_SURVEY_INL
#else
#define WEIGHTKIN_PRINT_SURVEY_INL
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include <hwy/highway.h>

#include "kernel/print_portable.hpp"
#include "kernel/simd_half_rows-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace weightkin::detail::HWY_NAMESPACE {

using word_tag = hn::CappedTag<std::uint32_t, print_block>;
using word_vector = hn::Vec<word_tag>;
using sum_tag = hn::Repartition<std::uint64_t, word_tag>;
inline constexpr std::size_t word_lanes = HWY_MIN(HWY_MAX_BYTES / 4, print_block);
/// Vectors that hold a block.
inline constexpr std::size_t words_a_block = print_block / word_lanes;

inline constexpr std::uint32_t sign_bit = 0x80000000;

/// Extremes of the patterns of a run, taken for unsigned and for signed integers. Sign and
/// magnitude make the largest unsigned one the most negative number, if there is a negative number
/// at all, and the largest signed one the largest number, if there is one that is not negative.
struct pattern_extremes {
  std::uint32_t most_negative = 0;
  std::int32_t largest = 0;
  std::uint32_t smallest = 0; ///< magnitude
  std::uint64_t signs = 0;    ///< patterns with a sign
};

inline HWY_ATTR pattern_extremes extremes_of(const float* values, std::size_t count) {
  const word_tag du;
  const hn::RebindToSigned<word_tag> di;
  auto most_negative = hn::Zero(du);
  auto largest = hn::Set(di, std::numeric_limits<std::int32_t>::min());
  auto smallest = hn::Set(du, ~sign_bit);
  auto signs = hn::Zero(du);
  for (std::size_t i = 0; i < count; i += word_lanes) {
    const auto bits = hn::BitCast(du, hn::LoadU(hn::RebindToFloat<word_tag>(), values + i));
    most_negative = hn::Max(most_negative, bits);
    largest = hn::Max(largest, hn::BitCast(di, bits));
    smallest = hn::Min(smallest, hn::And(bits, hn::Set(du, ~sign_bit)));
    signs = hn::Add(signs, hn::ShiftRight<31>(bits));
  }
  pattern_extremes found;
  found.most_negative = hn::GetLane(hn::MaxOfLanes(du, most_negative));
  found.largest = hn::GetLane(hn::MaxOfLanes(di, largest));
  found.smallest = hn::GetLane(hn::MinOfLanes(du, smallest));
  found.signs = hn::GetLane(hn::SumOfLanes(du, signs));
  return found;
}

/// Below this, numbers may lie halfway between multiples of 2^-40: they then are odd multiples of
/// 2^-41, and no larger than their significant bits allow. Numbers of binary16 are multiples of
/// 2^-24, so below that there are only zeros.
constexpr std::uint32_t halfway_limit_bits(print_cast precision) {
  const float limits[cast_count] = {0x1p-17F, 0x1p-33F, 0x1p-24F};
  return std::bit_cast<std::uint32_t>(limits[precision]);
}

/// What the smallest numbers of a run are; looked for only where there is one below the limit.
struct small_numbers {
  std::uint64_t zeros = 0;
  std::uint64_t negative_zeros = 0;
  bool halfway = false; ///< `print_halfway` of some number
};

inline HWY_ATTR small_numbers small_numbers_of(const float* values, std::size_t count) {
  const word_tag du;
  const hn::RebindToSigned<word_tag> di;
  const hn::RebindToFloat<word_tag> df;
  const auto one = hn::Set(di, 1);
  auto zeros = hn::Zero(di); // counted downwards: masks are -1
  auto negative_zeros = hn::Zero(di);
  auto halfway = hn::Zero(di);
  for (std::size_t i = 0; i < count; i += word_lanes) {
    const auto bits = hn::BitCast(di, hn::LoadU(df, values + i));
    const auto size = hn::And(bits, hn::Set(di, static_cast<std::int32_t>(~sign_bit)));
    const auto zero = hn::VecFromMask(di, hn::Eq(size, hn::Zero(di)));
    zeros = hn::Add(zeros, zero);
    negative_zeros = hn::Add(negative_zeros, hn::And(zero, hn::BroadcastSignBit(bits)));
    // From 2^24 on no number is odd.
    const auto scaled =
        hn::Min(hn::Mul(hn::BitCast(df, size), hn::Set(df, 0x1p41F)), hn::Set(df, 0x1p24F));
    const auto whole = hn::ConvertTo(di, scaled);
    const auto exact =
        hn::BitCast(di, hn::VecFromMask(df, hn::Eq(hn::ConvertTo(df, whole), scaled)));
    halfway = hn::Or(halfway, hn::And(hn::And(exact, whole), one));
  }
  const auto total = [&](auto lanes) HWY_ATTR { return hn::GetLane(hn::SumOfLanes(di, lanes)); };
  small_numbers found;
  found.zeros = static_cast<std::uint64_t>(-total(zeros));
  found.negative_zeros = static_cast<std::uint64_t>(-total(negative_zeros));
  found.halfway = total(halfway) != 0;
  return found;
}

/// Counts of numbers that are all finite and below 8 in size.
inline print_counts counts_of(std::size_t count, const pattern_extremes& extremes,
                              const small_numbers& small) {
  print_counts counts;
  counts.seen = count;
  counts.zeros = small.zeros;
  counts.negative = extremes.signs - small.negative_zeros;
  const auto number = [](std::uint32_t bits) {
    return static_cast<double>(std::bit_cast<float>(bits));
  };
  // Where a zero is there, it is the smallest, and it counts as +0.
  const double smallest = number(extremes.smallest);
  const bool positive = count > counts.negative + counts.zeros;
  counts.minimum = counts.negative > 0 ? number(extremes.most_negative) : smallest;
  counts.maximum = positive           ? number(static_cast<std::uint32_t>(extremes.largest))
                   : counts.zeros > 0 ? 0.0
                                      : -smallest;
  return counts;
}

/// The word of a number as it is.
struct plain_word {
  static HWY_INLINE HWY_ATTR word_vector of(word_vector bits) { return bits; }
};

/// Of a number rounded to bf16: integer addition, as in core's `narrow_bf16`.
struct bf16_word {
  static HWY_INLINE HWY_ATTR word_vector of(word_vector bits) {
    const word_tag du;
    const auto odd = hn::And(hn::ShiftRight<16>(bits), hn::Set(du, 1U));
    const auto sum = hn::Add(bits, hn::Add(odd, hn::Set(du, 0x7fffU)));
    return hn::And(sum, hn::Set(du, 0xffff0000U));
  }
};

/// Of a number below 8 in size rounded to f16.
struct f16_word {
  static HWY_INLINE HWY_ATTR word_vector of(word_vector bits) {
    const word_tag du;
    const hn::RebindToFloat<word_tag> df;
#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3
    const hn::Rebind<hwy::float16_t, decltype(df)> dh;
    return hn::BitCast(du, hn::PromoteTo(df, hn::DemoteTo(dh, hn::BitCast(df, bits))));
#else
    const hn::RebindToSigned<word_tag> di;
    const auto magnitude = hn::And(bits, hn::Set(du, ~sign_bit));
    const auto odd = hn::And(hn::ShiftRight<13>(magnitude), hn::Set(du, 1U));
    const auto sum = hn::Add(magnitude, hn::Add(odd, hn::Set(du, 0xfffU)));
    const auto normal = hn::And(sum, hn::Set(du, 0xffffe000U));
    // Beside 0.5 numbers lie 2^-24 apart, as the subnormal ones of f16 do.
    const auto half = hn::Set(df, 0.5F);
    const auto small = hn::BitCast(du, hn::Sub(hn::Add(hn::BitCast(df, magnitude), half), half));
    const auto is_small = hn::BitCast(
        du, hn::VecFromMask(di, hn::Gt(hn::Set(di, 0x38800000), hn::BitCast(di, magnitude))));
    const auto rounded = hn::Or(hn::And(is_small, small), hn::AndNot(is_small, normal));
    return hn::Or(rounded, hn::And(bits, hn::Set(du, sign_bit)));
#endif
  }
};

HWY_INLINE HWY_ATTR word_vector load_words(const float* at) {
  return hn::BitCast(word_tag(), hn::LoadU(hn::RebindToFloat<word_tag>(), at));
}

using block_factors = std::array<std::uint32_t, print_group_blocks>;

/// Adds factor times word to the lanes.
template <class Rounding>
HWY_ATTR void add_checks(const print_run<float>& run, const block_factors& factors,
                         print_lanes& lanes) {
  const word_tag du;
  const sum_tag ds;
  hn::Vec<sum_tag> even[words_a_block];
  hn::Vec<sum_tag> odd[words_a_block];
  for (std::size_t v = 0; v < words_a_block; ++v)
    even[v] = odd[v] = hn::Zero(ds);
  const float* at = run.values;
  for (std::size_t b = 0; b < run.blocks; ++b, at += print_block) {
    const auto factor = hn::Set(du, factors[b]);
    for (std::size_t v = 0; v < words_a_block; ++v) {
      const auto word = Rounding::of(load_words(at + v * word_lanes));
      const auto upper = hn::BitCast(du, hn::ShiftRight<32>(hn::BitCast(ds, word)));
      even[v] = hn::Add(even[v], hn::MulEven(word, factor));
      odd[v] = hn::Add(odd[v], hn::MulEven(upper, factor));
    }
  }
  HWY_ALIGN std::uint64_t sums[HWY_MAX_BYTES / 8];
  for (std::size_t v = 0; v < words_a_block; ++v)
    for (std::size_t parity = 0; parity < 2; ++parity) {
      hn::Store(parity == 0 ? even[v] : odd[v], ds, sums);
      for (std::size_t l = 0; l < word_lanes / 2; ++l)
        lanes[v * word_lanes + 2 * l + parity] += sums[l];
    }
}

/// Below this, binary16 may not hold a bfloat16.
inline constexpr std::uint32_t f16_holds_bf16_bits = 0x37000000; // 2^-17

/// Adds what the checksum of the values rounded to f16 has more than that of the values: the
/// difference is not 0 for small values only. \pre values of bf16 below 8 in size
inline HWY_ATTR void add_f16_difference(const print_run<float>& run, const block_factors& factors,
                                        print_lanes& lanes) {
  const word_tag du;
  const hn::RebindToSigned<word_tag> di;
  const auto size_bits = hn::Set(di, static_cast<std::int32_t>(~sign_bit));
  const auto limit = hn::Set(di, static_cast<std::int32_t>(f16_holds_bf16_bits));
  const float* at = run.values;
  for (std::size_t b = 0; b < run.blocks; ++b, at += print_block)
    for (std::size_t v = 0; v < print_block; v += word_lanes) {
      const auto bits = hn::BitCast(di, hn::LoadU(hn::RebindToFloat<word_tag>(), at + v));
      if (hn::AllFalse(di, hn::Lt(hn::And(bits, size_bits), limit))) continue;
      HWY_ALIGN std::uint32_t rounded[word_lanes];
      hn::Store(f16_word::of(hn::BitCast(du, bits)), du, rounded);
      for (std::size_t l = 0; l < word_lanes; ++l)
        lanes[v + l] +=
            factors[b] * (std::uint64_t{rounded[l]} - std::bit_cast<std::uint32_t>(at[v + l]));
    }
}

/// Adds the three checksums.
inline HWY_ATTR void add_all_checks(const print_run<float>& run, std::uint32_t smallest,
                                    print_totals& totals) {
  block_factors factors;
  for (std::size_t b = 0; b < run.blocks; ++b)
    factors[b] = block_picks(run.hashes[b]).factor;
  print_lanes plain{};
  add_checks<plain_word>(run, factors, plain);
  const bool is_bf16 = run.precision == cast_bf16;
  const bool as_plain[cast_count] = {true, is_bf16, is_bf16 || run.precision == cast_f16};
  for (std::size_t cast = 0; cast < cast_count; ++cast)
    for (std::size_t lane = 0; as_plain[cast] && lane < print_block; ++lane)
      totals.checks[cast][lane] += plain[lane];
  if (!as_plain[cast_bf16]) add_checks<bf16_word>(run, factors, totals.checks[cast_bf16]);
  if (!as_plain[cast_f16]) add_checks<f16_word>(run, factors, totals.checks[cast_f16]);
  if (is_bf16 && smallest < f16_holds_bf16_bits)
    add_f16_difference(run, factors, totals.checks[cast_f16]);
}

inline HWY_ATTR print_manner survey(const print_run<float>& run, print_totals& totals) {
  const std::size_t count = run.blocks * print_block;
  if (count == 0) return print_manner::gentle;
  const pattern_extremes extremes = extremes_of(run.values, count);
  const auto below = [&](double limit) {
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(limit));
    return extremes.most_negative < (sign_bit | bits) &&
           extremes.largest < static_cast<std::int32_t>(bits);
  };
  if (!below(print_small_limit)) return print_manner::wild;
  small_numbers small;
  if (extremes.smallest < halfway_limit_bits(run.precision))
    small = small_numbers_of(run.values, count);
  totals.counts.add(counts_of(count, extremes, small));
  add_all_checks(run, extremes.smallest, totals);
  return below(print_gentle_limit) && !small.halfway ? print_manner::gentle : print_manner::tame;
}

} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
