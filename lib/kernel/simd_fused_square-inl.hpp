// Per-target header (Highway): sum + d * d with one rounding, on every target.
#if defined(WEIGHTKIN_SIMD_FUSED_SQUARE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef WEIGHTKIN_SIMD_FUSED_SQUARE_INL
#undef WEIGHTKIN_SIMD_FUSED_SQUARE_INL
#else
#define WEIGHTKIN_SIMD_FUSED_SQUARE_INL
#endif

#include "kernel/simd_tags-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace weightkin::detail::HWY_NAMESPACE {

/// For sums of squares >= 0 that were rounded to f64: rounded to odd instead, `lost` being what the
/// rounding lost. Rounding that to f32 is as if the exact sum had been rounded at once.
HWY_INLINE HWY_ATTR f64_vector to_odd(f64_vector nearest, f64_vector lost) {
  const f64_tag dd;
  const hn::RebindToUnsigned<f64_tag> du;
  const auto bits = hn::BitCast(du, nearest);
  const auto even = hn::Eq(hn::And(bits, hn::Set(du, 1)), hn::Zero(du));
  const auto up = hn::RebindMask(du, hn::Gt(lost, hn::Zero(dd)));
  const auto down = hn::RebindMask(du, hn::Lt(lost, hn::Zero(dd)));
  const auto step = hn::Sub(hn::IfThenElseZero(hn::And(even, up), hn::Set(du, 1)),
                            hn::IfThenElseZero(hn::And(even, down), hn::Set(du, 1)));
  return hn::BitCast(dd, hn::Add(bits, step));
}

/// sum + diff * diff, rounded once, for sum >= 0, on machines without fused multiply-add: in f64,
/// where the product is exact and rounding twice hardly ever matters.
HWY_INLINE HWY_ATTR f32_vector add_square_emulated(f32_vector diff, f32_vector sum) {
  const f32_tag df;
  const f64_tag dd;
  const f32_narrow_tag dn;
  const hn::RebindToUnsigned<f64_tag> du;
  HWY_ALIGN float differences[half_lanes];
  HWY_ALIGN float sums[half_lanes];
  hn::Store(diff, df, differences);
  hn::Store(sum, df, sums);
  for (std::size_t l = 0; l < hn::Lanes(df); l += hn::Lanes(dd)) {
    const auto wide = hn::PromoteTo(dd, hn::Load(dn, differences + l));
    const auto before = hn::PromoteTo(dd, hn::Load(dn, sums + l));
    const auto square = hn::Mul(wide, wide);
    auto nearest = hn::Add(square, before);
    // It matters half-way between two f32, and where those are subnormal.
    const auto below = hn::And(hn::BitCast(du, nearest), hn::Set(du, 0x1fffffffU));
    const auto half_way = hn::RebindMask(dd, hn::Eq(below, hn::Set(du, 0x10000000U)));
    const auto tiny =
        hn::AndNot(hn::Eq(nearest, hn::Zero(dd)), hn::Lt(nearest, hn::Set(dd, 0x1p-120)));
    if (HWY_UNLIKELY(!hn::AllFalse(dd, hn::Or(half_way, tiny)))) {
      const auto part = hn::Sub(nearest, square);
      nearest =
          to_odd(nearest, hn::Add(hn::Sub(square, hn::Sub(nearest, part)), hn::Sub(before, part)));
    }
    hn::Store(hn::DemoteTo(dn, nearest), dn, sums + l);
  }
  return hn::Load(df, sums);
}

/// sum + diff * diff, rounded once.
HWY_INLINE HWY_ATTR f32_vector add_square(f32_vector diff, f32_vector sum) {
  if constexpr (HWY_NATIVE_FMA) {
    return hn::MulAdd(diff, diff, sum);
  } else {
    return add_square_emulated(diff, sum);
  }
}

} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
