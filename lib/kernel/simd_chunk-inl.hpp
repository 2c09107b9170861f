// Per-target header (Highway): one target's row of operations.
#if defined(WEIGHTKIN_SIMD_CHUNK_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef WEIGHTKIN_SIMD_CHUNK_INL
#undef WEIGHTKIN_SIMD_CHUNK_INL
#else
#define WEIGHTKIN_SIMD_CHUNK_INL
#endif

#include "kernel/simd_counts-inl.hpp"
#include "kernel/simd_half_sums-inl.hpp"
#include "kernel/simd_wide_sums-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace weightkin::detail::HWY_NAMESPACE {

template <class Row>
HWY_ATTR void add_half(const std::byte* a, const std::byte* b, std::size_t count,
                       half_totals& totals, pattern_counts& counts) {
  if constexpr (!HWY_NATIVE_FMA && !Row::exact_products) {
    if (!bf16_products_exact(a, count) || !bf16_products_exact(b, count))
      return portable_chunk_ops.bf16(a, b, count, totals, counts);
  }
  pattern_counter<std::uint16_t> counter;
  for (std::size_t i = 0; i < count; i += group_elements) {
    const bool zeros = sum_half_group<Row>(a + 2 * i, b + 2 * i, totals);
    counter.add_group<!Row::sums_see_zeros>(a + 2 * i, b + 2 * i, counts);
    if (zeros) count_zeros<std::uint16_t>(a + 2 * i, b + 2 * i, counts);
  }
  counter.finish(count, counts);
}

template <class Real, class Bits>
HWY_ATTR void add_wide(const std::byte* a, const std::byte* b, std::size_t count,
                       wide_totals& totals, pattern_counts& counts) {
  pattern_counter<Bits> counter;
  for (std::size_t i = 0; i < count; i += group_elements) {
    sum_wide_group<Real>(a + sizeof(Real) * i, b + sizeof(Real) * i, totals);
    counter.template add_group<true>(a + sizeof(Real) * i, b + sizeof(Real) * i, counts);
  }
  counter.finish(count, counts);
}

template <class Row>
HWY_ATTR void widen_half(const std::byte* packed, std::size_t count, float* out) {
  const f32_tag df;
  for (std::size_t i = 0; i < count; i += hn::Lanes(df))
    hn::StoreU(Row::widen(packed, i), df, out + i);
}

/// bf16 in storage order, for widening.
struct bf16_in_order {
  static HWY_INLINE HWY_ATTR f32_vector widen(const std::byte* packed, std::size_t index) {
    const f32_tag df;
    const hn::RebindToUnsigned<f32_tag> du;
    const hn::Rebind<std::uint16_t, f32_tag> dh;
    const auto half = hn::LoadU(dh, reinterpret_cast<const std::uint16_t*>(packed) + index);
    return hn::BitCast(df, hn::ShiftLeft<16>(hn::PromoteTo(du, half)));
  }
};

/// Rounds an f32 pattern that is not NaN to bf16, as an f32 pattern again: integer addition, as in
/// core's `narrow_bf16`.
struct round_to_bf16 {
  using order = bf16_in_order;

  template <class U32Vector>
  static HWY_INLINE HWY_ATTR U32Vector round(U32Vector bits) {
    const hn::RebindToUnsigned<f32_tag> du;
    const auto odd = hn::And(hn::ShiftRight<16>(bits), hn::Set(du, 1U));
    const auto sum = hn::Add(bits, hn::Add(odd, hn::Set(du, 0x7fffU)));
    return hn::And(sum, hn::Set(du, 0xffff0000U));
  }
};

/// Rounds an f32 pattern that is not NaN to f16, as an f32 pattern again.
struct round_to_f16 {
  using order = f16_row;

  template <class U32Vector>
  static HWY_INLINE HWY_ATTR U32Vector round(U32Vector bits) {
    const f32_tag df;
    const hn::RebindToUnsigned<f32_tag> du;
    const hn::RebindToSigned<f32_tag> di;
    const auto magnitude = hn::And(bits, hn::Set(du, 0x7fffffffU));
    // Normal f16: drop 13 bits to nearest even; from 65520 on this reaches 2^16, which is infinity.
    const auto odd = hn::And(hn::ShiftRight<13>(magnitude), hn::Set(du, 1U));
    const auto sum = hn::Add(magnitude, hn::Add(odd, hn::Set(du, 0xfffU)));
    const auto normal = hn::And(sum, hn::Set(du, 0xffffe000U));
    const auto over = hn::BitCast(
        du, hn::VecFromMask(di, hn::Gt(hn::BitCast(di, normal), hn::Set(di, 0x477fffff))));
    const auto bounded = hn::Or(hn::AndNot(over, normal), hn::And(over, hn::Set(du, 0x7f800000U)));
    // Subnormal f16: 0.5 has the grid 2^-24, so adding and taking it away rounds to that grid.
    const auto half = hn::Set(df, 0.5F);
    const auto small = hn::BitCast(du, hn::Sub(hn::Add(hn::BitCast(df, magnitude), half), half));
    const auto is_small = hn::BitCast(
        du, hn::VecFromMask(di, hn::Gt(hn::Set(di, 0x38800000), hn::BitCast(di, magnitude))));
    const auto rounded = hn::Or(hn::And(is_small, small), hn::AndNot(is_small, bounded));
    return hn::Or(rounded, hn::AndNot(hn::Set(du, 0x7fffffffU), bits));
  }
};

/// Equality of patterns after rounding; a NaN equals a NaN.
template <class Rounding>
HWY_ATTR std::uint64_t round_equal(const std::byte* half, const float* precise, std::size_t count) {
  const f32_tag df;
  const hn::RebindToUnsigned<f32_tag> du;
  std::uint64_t equal = 0;
  for (std::size_t i = 0; i < count; i += hn::Lanes(df)) {
    const auto value = hn::LoadU(df, precise + i);
    const auto stored = Rounding::order::widen(half, i);
    const auto same = hn::RebindMask(
        df, hn::Eq(Rounding::round(hn::BitCast(du, value)), hn::BitCast(du, stored)));
    const auto nan = hn::IsNaN(value);
    equal += hn::CountTrue(df, hn::Or(hn::AndNot(nan, same), hn::And(nan, hn::IsNaN(stored))));
  }
  return equal;
}

inline constexpr chunk_ops ops{add_half<bf16_row>,
                               add_half<f16_row>,
                               add_wide<float, std::uint32_t>,
                               add_wide<double, std::uint64_t>,
                               widen_half<bf16_in_order>,
                               widen_half<f16_row>,
                               round_equal<round_to_bf16>,
                               round_equal<round_to_f16>};

} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
