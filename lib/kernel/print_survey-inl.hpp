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
inline constexpr std::uint32_t small_limit_bits = 0x41000000; // 8.0F
static_assert(std::bit_cast<float>(small_limit_bits) == print_small_limit);

/// Extremes of the patterns of a run, taken for unsigned and for signed integers. Sign and
/// magnitude make the largest unsigned one the most negative number, if there is a negative number
/// at all, and the largest signed one the largest number, if there is one that is not negative.
struct pattern_extremes {
  std::uint32_t most_negative = 0;
  std::int32_t largest = 0;
  std::uint32_t common = 0; ///< bits that all patterns have; none if there is a zero
  std::uint64_t signs = 0;  ///< patterns with a sign
};

/// `fold` of all lanes, through memory and not inlined: compilers that see through both keep the
/// vectors of the loop before in memory too.
template <class Word, class Fold>
HWY_NOINLINE Word fold_lanes(const Word* lanes, Fold fold) {
  Word folded = lanes[0];
  for (std::size_t l = 1; l < word_lanes; ++l)
    folded = fold(folded, lanes[l]);
  return folded;
}

inline HWY_ATTR pattern_extremes extremes_of(const float* values, std::size_t count) {
  const word_tag du;
  const hn::RebindToSigned<word_tag> di;
  auto most_negative = hn::Zero(du);
  auto largest = hn::Set(di, std::numeric_limits<std::int32_t>::min());
  auto common = hn::Set(du, ~sign_bit);
  auto signs = hn::Zero(du);
  for (std::size_t i = 0; i < count; i += word_lanes) {
    const auto bits = hn::BitCast(du, hn::LoadU(hn::RebindToFloat<word_tag>(), values + i));
    most_negative = hn::Max(most_negative, bits);
    largest = hn::Max(largest, hn::BitCast(di, bits));
    common = hn::And(common, bits);
    signs = hn::Add(signs, hn::ShiftRight<31>(bits));
  }
  using word = std::uint32_t;
  HWY_ALIGN word words[3][word_lanes];
  HWY_ALIGN std::int32_t integers[word_lanes];
  hn::Store(most_negative, du, words[0]);
  hn::Store(common, du, words[1]);
  hn::Store(signs, du, words[2]);
  hn::Store(largest, di, integers);
  pattern_extremes found;
  found.most_negative = fold_lanes(words[0], [](word a, word b) { return std::max(a, b); });
  found.common = fold_lanes(words[1], [](word a, word b) { return a & b; });
  found.signs = fold_lanes(words[2], [](word a, word b) { return a + b; });
  found.largest =
      fold_lanes(integers, [](std::int32_t a, std::int32_t b) { return std::max(a, b); });
  return found;
}

/// Counts of numbers that are all finite and below 8 in size.
inline HWY_ATTR print_counts counts_of(const float* values, std::size_t count,
                                       const pattern_extremes& extremes) {
  print_counts counts;
  // A zero, or numbers of one sign only: rare in weights, and then one look more.
  if (extremes.common == 0 || extremes.signs == 0 || extremes.signs == count) {
    for (std::size_t i = 0; i < count; ++i)
      count_element(static_cast<double>(values[i]), counts);
    return counts;
  }
  counts.seen = count;
  counts.negative = extremes.signs;
  counts.minimum = static_cast<double>(std::bit_cast<float>(extremes.most_negative));
  counts.maximum = static_cast<double>(std::bit_cast<float>(extremes.largest));
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
      const auto bits =
          hn::BitCast(du, hn::LoadU(hn::RebindToFloat<word_tag>(), at + v * word_lanes));
      const auto word = Rounding::of(bits);
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

inline HWY_ATTR bool survey(const print_run<float>& run, print_totals& totals) {
  const std::size_t count = run.blocks * print_block;
  if (count == 0) return true;
  const pattern_extremes extremes = extremes_of(run.values, count);
  if (extremes.most_negative >= (sign_bit | small_limit_bits) ||
      extremes.largest >= static_cast<std::int32_t>(small_limit_bits))
    return false;
  totals.counts.add(counts_of(run.values, count, extremes));
  block_factors factors;
  for (std::size_t b = 0; b < run.blocks; ++b)
    factors[b] = block_picks(run.hashes[b]).factor;
  print_lanes plain{};
  add_checks<plain_word>(run, factors, plain);
  for (std::size_t lane = 0; lane < print_block; ++lane)
    for (std::size_t cast = 0; cast < cast_count; ++cast)
      if (cast == cast_none || cast == run.precision) totals.checks[cast][lane] += plain[lane];
  if (run.precision != cast_bf16) add_checks<bf16_word>(run, factors, totals.checks[cast_bf16]);
  if (run.precision != cast_f16) add_checks<f16_word>(run, factors, totals.checks[cast_f16]);
  return true;
}

} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
