// Per-target header (Highway): the half order of docs/summation.md.
#if defined(WEIGHTKIN_SIMD_HALF_SUMS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef WEIGHTKIN_SIMD_HALF_SUMS_INL
#undef WEIGHTKIN_SIMD_HALF_SUMS_INL
#else
#define WEIGHTKIN_SIMD_HALF_SUMS_INL
#endif

#include "kernel/simd_fused_square-inl.hpp"
#include "kernel/simd_half_rows-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace weightkin::detail::HWY_NAMESPACE {

/// Adds f32 lanes to the totals and what the additions' roundings lost to their low parts: half the
/// operations that converting to f64 takes.
HWY_INLINE HWY_ATTR void add_compensated(half_totals& totals, sum_index index, std::size_t lane,
                                         f32_vector value) {
  const f32_tag df;
  float* const high = totals.high[index].data() + lane;
  float* const low = totals.low[index].data() + lane;
  const auto before = hn::Load(df, high);
  const auto after = hn::Add(before, value);
  const auto taken = hn::Sub(after, before);
  const auto lost = hn::Sub(value, taken);
  hn::Store(after, df, high);
  hn::Store(hn::Add(hn::Load(df, low), lost), df, low);
}

/// f32 sums of products until they are passed on. Fused multiply-add where the target has it: the
/// products are exact, or the target without it hands the chunk to the portable kernel.
struct half_products {
  f32_vector aa, bb, ab, sq_diff;

  HWY_INLINE HWY_ATTR half_products() : aa(hn::Zero(f32_tag())), bb(aa), ab(aa), sq_diff(aa) {}

  HWY_INLINE HWY_ATTR void add(f32_vector x, f32_vector y, f32_vector diff) {
    aa = hn::MulAdd(x, x, aa);
    bb = hn::MulAdd(y, y, bb);
    ab = hn::MulAdd(x, y, ab);
    sq_diff = add_square(diff, sq_diff);
  }

  HWY_INLINE HWY_ATTR void pass_on(half_totals& totals, std::size_t lane) const {
    add_compensated(totals, at_aa, lane, aa);
    add_compensated(totals, at_bb, lane, bb);
    add_compensated(totals, at_ab, lane, ab);
    add_compensated(totals, at_sq_diff, lane, sq_diff);
  }
};

/// f32 sums without products over one group.
struct half_plain {
  f32_vector a, b, abs_diff, max_abs_diff;

  HWY_INLINE HWY_ATTR explicit half_plain(f32_vector max_so_far)
      : a(hn::Zero(f32_tag())), b(a), abs_diff(a), max_abs_diff(max_so_far) {}

  HWY_INLINE HWY_ATTR void add(f32_vector x, f32_vector y, f32_vector diff) {
    const auto distance = hn::Abs(diff);
    a = hn::Add(a, x);
    b = hn::Add(b, y);
    abs_diff = hn::Add(abs_diff, distance);
    max_abs_diff = hn::Max(max_abs_diff, distance);
  }

  HWY_INLINE HWY_ATTR void pass_on(half_totals& totals, std::size_t lane) const {
    add_compensated(totals, at_a, lane, a);
    add_compensated(totals, at_b, lane, b);
    add_compensated(totals, at_abs_diff, lane, abs_diff);
    hn::Store(max_abs_diff, f32_tag(), totals.max_abs_diff.data() + lane);
  }
};

/// Whether some lane's patterns have no bit in common, as they must where one is zero.
class zero_watch {
public:
  HWY_INLINE HWY_ATTR zero_watch() : common_(hn::Set(tag(), 0x7fffffffU)) {}

  HWY_INLINE HWY_ATTR void add(f32_vector x, f32_vector y) {
    common_ = hn::And(common_, hn::BitCast(tag(), hn::And(x, y)));
  }

  [[nodiscard]] HWY_INLINE HWY_ATTR bool may_have_zeros() const {
    return !hn::AllFalse(tag(), hn::Eq(common_, hn::Zero(tag())));
  }

private:
  using tag = hn::RebindToUnsigned<f32_tag>;
  hn::Vec<tag> common_;
};

/// One group of 16-bit elements; every lane of the target in turn.
/// \returns whether there may be zeros, if the row type has the sums look for them
template <class Row>
HWY_INLINE HWY_ATTR bool sum_half_group(const std::byte* a, const std::byte* b,
                                        half_totals& totals) {
  constexpr std::size_t row_bytes = half_row * 2;
  const f32_tag df;
  bool may_have_zeros = false;
  for (std::size_t lane = 0; lane < half_lanes; lane += hn::Lanes(df)) {
    half_plain plain(hn::Load(df, totals.max_abs_diff.data() + lane));
    zero_watch zeros;
    for (std::size_t row = 0; row < group_elements / half_row; row += Row::flush_rows) {
      half_products products;
      for (std::size_t r = row; r < row + Row::flush_rows; ++r) {
        if (lane == 0) prefetch_ahead(a + r * row_bytes, b + r * row_bytes);
        const f32_pair x = Row::load(a + r * row_bytes, lane);
        const f32_pair y = Row::load(b + r * row_bytes, lane);
        const auto diff_first = hn::Sub(x.first, y.first);
        plain.add(x.first, y.first, diff_first);
        products.add(x.first, y.first, diff_first);
        const auto diff_second = hn::Sub(x.second, y.second);
        plain.add(x.second, y.second, diff_second);
        products.add(x.second, y.second, diff_second);
        if constexpr (Row::sums_see_zeros) {
          zeros.add(x.first, y.first);
          zeros.add(x.second, y.second);
        }
      }
      products.pass_on(totals, lane);
    }
    plain.pass_on(totals, lane);
    if constexpr (Row::sums_see_zeros) may_have_zeros = may_have_zeros || zeros.may_have_zeros();
  }
  return may_have_zeros;
}

} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
