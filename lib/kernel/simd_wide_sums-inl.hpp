// Per-target header (Highway): the wide order of docs/summation.md.
#if defined(WEIGHTKIN_SIMD_WIDE_SUMS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef WEIGHTKIN_SIMD_WIDE_SUMS_INL
#undef WEIGHTKIN_SIMD_WIDE_SUMS_INL
#else
#define WEIGHTKIN_SIMD_WIDE_SUMS_INL
#endif

#include "kernel/simd_tags-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace weightkin::detail::HWY_NAMESPACE {

/// f64 sums of one group of f32 or f64 elements: lane l takes elements 8k + l.
template <class Real>
HWY_INLINE HWY_ATTR f64_vector load_wide(const std::byte* packed, std::size_t index) {
  if constexpr (sizeof(Real) == sizeof(double)) {
    return hn::LoadU(f64_tag(), reinterpret_cast<const double*>(packed) + index);
  } else {
    return hn::PromoteTo(
        f64_tag(), hn::LoadU(f32_narrow_tag(), reinterpret_cast<const float*>(packed) + index));
  }
}

struct wide_sums {
  f64_vector a, b, abs_diff, aa, bb, ab, sq_diff, max_abs_diff;

  HWY_INLINE HWY_ATTR wide_sums(const wide_totals& totals, std::size_t lane)
      : a(hn::Load(f64_tag(), totals.sums[at_a].data() + lane)),
        b(hn::Load(f64_tag(), totals.sums[at_b].data() + lane)),
        abs_diff(hn::Load(f64_tag(), totals.sums[at_abs_diff].data() + lane)),
        aa(hn::Load(f64_tag(), totals.sums[at_aa].data() + lane)),
        bb(hn::Load(f64_tag(), totals.sums[at_bb].data() + lane)),
        ab(hn::Load(f64_tag(), totals.sums[at_ab].data() + lane)),
        sq_diff(hn::Load(f64_tag(), totals.sums[at_sq_diff].data() + lane)),
        max_abs_diff(hn::Load(f64_tag(), totals.max_abs_diff.data() + lane)) {}

  HWY_INLINE HWY_ATTR void store(wide_totals& totals, std::size_t lane) const {
    hn::Store(a, f64_tag(), totals.sums[at_a].data() + lane);
    hn::Store(b, f64_tag(), totals.sums[at_b].data() + lane);
    hn::Store(abs_diff, f64_tag(), totals.sums[at_abs_diff].data() + lane);
    hn::Store(aa, f64_tag(), totals.sums[at_aa].data() + lane);
    hn::Store(bb, f64_tag(), totals.sums[at_bb].data() + lane);
    hn::Store(ab, f64_tag(), totals.sums[at_ab].data() + lane);
    hn::Store(sq_diff, f64_tag(), totals.sums[at_sq_diff].data() + lane);
    hn::Store(max_abs_diff, f64_tag(), totals.max_abs_diff.data() + lane);
  }

  /// \tparam Exact products of the elements are exact in f64 (f32 input), so fusing changes no bit
  template <bool Exact>
  HWY_INLINE HWY_ATTR void add(f64_vector x, f64_vector y) {
    const auto diff = hn::Sub(x, y);
    const auto distance = hn::Abs(diff);
    a = hn::Add(a, x);
    b = hn::Add(b, y);
    abs_diff = hn::Add(abs_diff, distance);
    max_abs_diff = hn::Max(max_abs_diff, distance);
    if constexpr (Exact) {
      aa = hn::MulAdd(x, x, aa);
      bb = hn::MulAdd(y, y, bb);
      ab = hn::MulAdd(x, y, ab);
    } else {
      aa = hn::Add(aa, hn::Mul(x, x));
      bb = hn::Add(bb, hn::Mul(y, y));
      ab = hn::Add(ab, hn::Mul(x, y));
    }
    sq_diff = hn::Add(sq_diff, hn::Mul(diff, diff));
  }
};

template <class Real>
HWY_INLINE HWY_ATTR void sum_wide_group(const std::byte* a, const std::byte* b,
                                        wide_totals& totals) {
  constexpr std::size_t per_line = 64 / sizeof(Real);
  for (std::size_t lane = 0; lane < wide_lanes; lane += hn::Lanes(f64_tag())) {
    wide_sums sums(totals, lane);
    for (std::size_t line = 0; line < group_elements; line += per_line) {
      if (lane == 0) prefetch_ahead(a + line * sizeof(Real), b + line * sizeof(Real));
      for (std::size_t i = line; i < line + per_line; i += wide_lanes)
        sums.add<sizeof(Real) == sizeof(float)>(load_wide<Real>(a, i + lane),
                                                load_wide<Real>(b, i + lane));
    }
    sums.store(totals, lane);
  }
}

} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
