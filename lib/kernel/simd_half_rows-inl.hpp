// Per-target header (Highway): which lane of a row takes which 16-bit element.
#if defined(WEIGHTKIN_SIMD_HALF_ROWS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef WEIGHTKIN_SIMD_HALF_ROWS_INL
#undef WEIGHTKIN_SIMD_HALF_ROWS_INL
#else
#define WEIGHTKIN_SIMD_HALF_ROWS_INL
#endif

#include "kernel/simd_tags-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace weightkin::detail::HWY_NAMESPACE {

struct f32_pair {
  f32_vector first;
  f32_vector second;
};

/// A bf16 in the upper half of a 32-bit word is that f32: lane l takes elements 2l and 2l+1.
struct bf16_row {
  static constexpr std::size_t flush_rows = bf16_flush_rows;
  static constexpr bool exact_products = false;
  static constexpr bool sums_see_zeros = false; // the patterns themselves tell

  static HWY_INLINE HWY_ATTR f32_pair load(const std::byte* row, std::size_t lane) {
    const f32_tag df;
    const hn::RebindToUnsigned<f32_tag> du;
    const auto words = hn::LoadU(du, reinterpret_cast<const std::uint32_t*>(row) + lane);
    return {hn::BitCast(df, hn::ShiftLeft<16>(words)),
            hn::BitCast(df, hn::And(words, hn::Set(du, 0xffff0000U)))};
  }
};

/// Lane l takes elements l and l + 16 of a row of 32.
struct f16_row {
  static constexpr std::size_t flush_rows = f16_flush_rows;
  static constexpr bool exact_products = true;
  static constexpr bool sums_see_zeros = true; // small exponents share no bit before widening

  static HWY_INLINE HWY_ATTR f32_vector widen(const std::byte* packed, std::size_t index) {
    const f32_tag df;
    if constexpr (HWY_TARGET == HWY_SSE4) {
      // Without F16C: the exponent is rebiased by an exact multiplication, which also makes
      // subnormal numbers normal; all-ones exponents are put back.
      const hn::RebindToUnsigned<f32_tag> du;
      const hn::Rebind<std::uint16_t, f32_tag> dh;
      const auto half =
          hn::PromoteTo(du, hn::LoadU(dh, reinterpret_cast<const std::uint16_t*>(packed) + index));
      const auto magnitude = hn::And(half, hn::Set(du, 0x7fffU));
      const auto scaled =
          hn::Mul(hn::BitCast(df, hn::ShiftLeft<13>(magnitude)), hn::Set(df, 0x1p112F));
      const auto special =
          hn::IfThenElseZero(hn::Gt(hn::BitCast(hn::RebindToSigned<f32_tag>(), magnitude),
                                    hn::Set(hn::RebindToSigned<f32_tag>(), 0x7bff)),
                             hn::Set(hn::RebindToSigned<f32_tag>(), 0x7f800000));
      const auto sign = hn::ShiftLeft<16>(hn::AndNot(hn::Set(du, 0x7fffU), half));
      return hn::BitCast(df,
                         hn::Or(hn::Or(hn::BitCast(du, scaled), hn::BitCast(du, special)), sign));
    } else {
      const hn::Rebind<hwy::float16_t, f32_tag> dh;
      return hn::PromoteTo(df,
                           hn::LoadU(dh, reinterpret_cast<const hwy::float16_t*>(packed) + index));
    }
  }

  static HWY_INLINE HWY_ATTR f32_pair load(const std::byte* row, std::size_t lane) {
    return {widen(row, lane), widen(row, half_lanes + lane)};
  }
};

} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
