// Per-target header (Highway): the counts of the fused pass, on the bit patterns of
// sign-and-magnitude numbers.
#if defined(WEIGHTKIN_SIMD_COUNTS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef WEIGHTKIN_SIMD_COUNTS_INL
#undef WEIGHTKIN_SIMD_COUNTS_INL
#else
#define WEIGHTKIN_SIMD_COUNTS_INL
#endif

#include "kernel/simd_tags-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace weightkin::detail::HWY_NAMESPACE {

/// Lane counters over at most one chunk: no lane sees more than 65,535 elements.
static_assert(chunk_elements / (16 / sizeof(std::uint16_t)) <= 0xffff);

template <class Bits>
HWY_ATTR std::uint64_t add_lanes(hn::Vec<hn::ScalableTag<Bits>> counters) {
  const hn::ScalableTag<Bits> du;
  HWY_ALIGN Bits lanes[HWY_MAX_BYTES / sizeof(Bits)];
  hn::Store(counters, du, lanes);
  std::uint64_t total = 0;
  for (std::size_t l = 0; l < hn::Lanes(du); ++l)
    total += lanes[l];
  return total;
}

/// The counts that only zeros make necessary, of a group that seems to have some.
template <class Bits>
HWY_ATTR HWY_NOINLINE void count_zeros(const std::byte* a, const std::byte* b,
                                       pattern_counts& out) {
  const hn::ScalableTag<Bits> du;
  const auto zero = hn::Zero(du);
  auto zeros_x = zero, zeros_y = zero, zeros_both = zero, hidden = zero;
  for (std::size_t i = 0; i < group_elements; i += hn::Lanes(du)) {
    const auto x = hn::LoadU(du, reinterpret_cast<const Bits*>(a) + i);
    const auto y = hn::LoadU(du, reinterpret_cast<const Bits*>(b) + i);
    const auto zero_x = hn::VecFromMask(du, hn::Eq(hn::Add(x, x), zero));
    const auto zero_y = hn::VecFromMask(du, hn::Eq(hn::Add(y, y), zero));
    zeros_x = hn::Sub(zeros_x, zero_x);
    zeros_y = hn::Sub(zeros_y, zero_y);
    zeros_both = hn::Sub(zeros_both, hn::And(zero_x, zero_y));
    const auto differ = hn::ShiftRight<8 * sizeof(Bits) - 1>(hn::Xor(x, y));
    hidden = hn::Add(hidden, hn::And(differ, hn::Or(zero_x, zero_y)));
  }
  const std::uint64_t in_both = add_lanes<Bits>(zeros_both);
  const std::uint64_t in_a = add_lanes<Bits>(zeros_x);
  const std::uint64_t in_b = add_lanes<Bits>(zeros_y);
  out.zero_a += in_a;
  out.zero_b += in_b;
  out.zero_both += in_both;
  // Differing sign bits of zeros did not count after all; a zero beside a non-zero does.
  out.sign_equal += add_lanes<Bits>(hidden);
  out.sign_equal -= in_a + in_b - 2 * in_both;
}

/// Counts group after group. Zeros are rare in weights and cost as much to count as all the rest,
/// so they are only looked for where a group's patterns have no bit in common: sharing one, as
/// all numbers of one side of 2 in magnitude do in the f32 exponent layout, excludes zeros.
template <class Bits>
class pattern_counter {
public:
  HWY_INLINE HWY_ATTR pattern_counter() : unequal_(hn::Zero(tag())), differ_(unequal_) {}

  /// \tparam LookForZeros false: the caller calls `count_zeros` itself where needed
  template <bool LookForZeros>
  HWY_INLINE HWY_ATTR void add_group(const std::byte* a, const std::byte* b, pattern_counts& out) {
    const tag du;
    const auto one = hn::Set(du, Bits{1});
    auto common = hn::Set(du, static_cast<Bits>(~Bits{0} >> 1));
    for (std::size_t i = 0; i < group_elements; i += hn::Lanes(du)) {
      const auto x = hn::LoadU(du, reinterpret_cast<const Bits*>(a) + i);
      const auto y = hn::LoadU(du, reinterpret_cast<const Bits*>(b) + i);
      const auto changed = hn::Xor(x, y);
      unequal_ = hn::Add(unequal_, hn::Min(changed, one));
      differ_ = hn::Add(differ_, hn::ShiftRight<8 * sizeof(Bits) - 1>(changed));
      if constexpr (LookForZeros) common = hn::And(common, hn::And(x, y));
    }
    if constexpr (LookForZeros) {
      if (!hn::AllFalse(du, hn::Eq(common, hn::Zero(du)))) count_zeros<Bits>(a, b, out);
    }
  }

  /// Adds what `count` elements came to.
  HWY_INLINE HWY_ATTR void finish(std::size_t count, pattern_counts& out) const {
    out.bit_equal += count - add_lanes<Bits>(unequal_);
    out.sign_equal += count - add_lanes<Bits>(differ_);
  }

private:
  using tag = hn::ScalableTag<Bits>;
  hn::Vec<tag> unequal_, differ_;
};

} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
