// Per-target header (Highway): moments of fingerprints where the numbers are gentle, in sums of
// doubles that round as q and e do (docs/fingerprint-format.md, section 1).
#if defined(WEIGHTKIN_PRINT_GENTLE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef WEIGHTKIN_PRINT_GENTLE_INL
#undef WEIGHTKIN_PRINT_GENTLE_INL
#else
#define WEIGHTKIN_PRINT_GENTLE_INL
#endif

#include "kernel/print_sketch-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace weightkin::detail::HWY_NAMESPACE {

/// Where sums of squares begin: doubles are 2^-44 apart from here to 2^9.
inline constexpr double square_start = 0x1p8;
/// Sums of squares side by side: enough to hide the time an addition takes.
inline constexpr std::size_t square_sums = HWY_MIN(doubles_a_block, 4);
static_assert(print_group / (square_sums * double_lanes) * print_gentle_limit <= 0x1p8);

/// What was added to sums of doubles that began at `start`, in units of their distance there.
HWY_INLINE HWY_ATTR hn::Vec<bucket_tag> gained(hn::Vec<double_tag> sum, double start) {
  const bucket_tag du;
  return hn::Sub(hn::BitCast(du, sum), hn::Set(du, std::bit_cast<std::uint64_t>(start)));
}

/// Sums over blocks of gentle numbers, at most a group between two beginnings.
template <bool Signed>
struct gentle_sums {
  hn::Vec<double_tag> value[doubles_a_block];
  hn::Vec<double_tag> negative[doubles_a_block]; ///< of what the features subtract
  hn::Vec<double_tag> square[square_sums];

  HWY_INLINE HWY_ATTR gentle_sums() { begin(); }

  HWY_INLINE HWY_ATTR void begin() {
    const double_tag dd;
    for (std::size_t v = 0; v < doubles_a_block; ++v)
      value[v] = negative[v] = hn::Set(dd, print_value_magic);
    for (std::size_t v = 0; v < square_sums; ++v)
      square[v] = hn::Set(dd, square_start);
  }

  template <class HalfVector>
  HWY_INLINE HWY_ATTR void add_part(std::size_t v, HalfVector values, std::uint64_t hash) {
    const double_tag dd;
    const auto x = hn::PromoteTo(dd, values);
    value[v] = hn::Add(value[v], x);
    if constexpr (Signed) {
      const auto subtracted = mask_of_bits(dd, hash, v * double_lanes);
#if HWY_TARGET == HWY_AVX3
      negative[v] = hn::IfThenElse(subtracted, hn::Add(negative[v], x), negative[v]);
#else
      negative[v] = hn::Add(negative[v], hn::IfThenElseZero(subtracted, x));
#endif
    }
    // Squares of f32 are exact in f64, so fused or not is the same.
    square[v % square_sums] = hn::MulAdd(x, x, square[v % square_sums]);
  }

  HWY_INLINE HWY_ATTR void add_features(print_lanes& to) const {
    const bucket_tag du;
    for (std::size_t v = 0; v < doubles_a_block; ++v) {
      std::uint64_t* const lanes = to.data() + v * double_lanes;
      const auto half = gained(negative[v], print_value_magic);
      const auto feature = hn::Sub(gained(value[v], print_value_magic), hn::Add(half, half));
      hn::StoreU(hn::Add(hn::LoadU(du, lanes), feature), du, lanes);
    }
  }

  [[nodiscard]] HWY_INLINE HWY_ATTR hn::Vec<bucket_tag> value_lanes() const {
    auto sum = gained(value[0], print_value_magic);
    for (std::size_t v = 1; v < doubles_a_block; ++v)
      sum = hn::Add(sum, gained(value[v], print_value_magic));
    return sum;
  }

  [[nodiscard]] HWY_INLINE HWY_ATTR std::uint64_t square_sum() const {
    const bucket_tag du;
    auto sum = gained(square[0], square_start);
    for (std::size_t v = 1; v < square_sums; ++v)
      sum = hn::Add(sum, gained(square[v], square_start));
    return hn::GetLane(hn::SumOfLanes(du, sum));
  }
};

HWY_INLINE HWY_ATTR std::int64_t sum_of(hn::Vec<bucket_tag> lanes) {
  return static_cast<std::int64_t>(hn::GetLane(hn::SumOfLanes(bucket_tag(), lanes)));
}

template <bool Signed>
HWY_ATTR void add_gentle_moments(const float* values, std::size_t blocks,
                                 const std::uint64_t* hashes, print_moments& sums) {
  gentle_sums<Signed> gentle;
  for (std::size_t b = 0; b < blocks; ++b)
    add_block(gentle, values + b * print_block, Signed ? hashes[b] : 0U);
  if constexpr (Signed) gentle.add_features(sums.features);
  sums.value += sum_of(gentle.value_lanes());
  sums.square += gentle.square_sum();
}

inline HWY_ATTR void gentle_moments(const float* values, std::size_t blocks,
                                    const std::uint64_t* hashes, print_moments& sums) {
  if (hashes == nullptr) return add_gentle_moments<false>(values, blocks, hashes, sums);
  add_gentle_moments<true>(values, blocks, hashes, sums);
}

inline HWY_ATTR void gentle_rows(const float* values, std::size_t columns, std::size_t count,
                                 const std::uint64_t* hashes, print_row* to, print_moments& sums) {
  const std::size_t whole = columns / print_block;
  const std::size_t rest = columns % print_block;
  auto value = hn::Zero(bucket_tag());
  for (std::size_t row = 0; row < count; ++row, values += columns) {
    gentle_sums<true> gentle;
    for (std::size_t b = 0; b < whole; ++b)
      add_block(gentle, values + b * print_block, hashes[b]);
    if (rest != 0) add_first(gentle, values + whole * print_block, rest, hashes[whole]);
    gentle.add_features(to[row].features);
    value = hn::Add(value, gentle.value_lanes());
    const std::uint64_t energy = gentle.square_sum();
    to[row].energy += energy;
    sums.square += energy;
  }
  sums.value += sum_of(value);
}

} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
