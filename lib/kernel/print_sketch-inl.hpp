// Per-target header (Highway): hashes, sketches and moments of fingerprints.
#if defined(WEIGHTKIN_PRINT_SKETCH_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef WEIGHTKIN_PRINT_SKETCH_INL
#undef WEIGHTKIN_PRINT_SKETCH_INL
#else
#define WEIGHTKIN_PRINT_SKETCH_INL
#endif

#include <bit>

#include <hwy/highway.h>

#include "kernel/print_ops.hpp"
#include "kernel/simd_tags-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace weightkin::detail::HWY_NAMESPACE {

/// A vector of f32 and one of as many bits in f64 lanes, at most a block each.
using single_tag = hn::CappedTag<float, print_block>;
using double_tag = hn::CappedTag<double, print_block / 2>;
using bucket_tag = hn::RebindToUnsigned<double_tag>;
using single_half_tag = hn::Rebind<float, double_tag>;
inline constexpr std::size_t single_lanes = HWY_MIN(HWY_MAX_BYTES / 4, print_block);
inline constexpr std::size_t double_lanes = HWY_MIN(HWY_MAX_BYTES / 8, print_block / 2);
inline constexpr std::size_t doubles_a_block = print_block / double_lanes;

inline constexpr auto value_magic_bits = std::bit_cast<std::uint64_t>(print_value_magic);
inline constexpr auto square_magic_bits = std::bit_cast<std::uint64_t>(print_square_magic);

inline HWY_ATTR void hash_run(index_hash hash, std::uint64_t first, std::size_t count,
                              std::uint64_t* out) {
  std::size_t i = 0;
#if HWY_TARGET == HWY_AVX3 // the others multiply 64 bits no faster in vectors
  const bucket_tag du;
  auto counter = hn::Add(hn::Set(du, hash.state(first)),
                         hn::Mul(hn::Iota(du, 0), hn::Set(du, index_hash::step)));
  for (; i + double_lanes <= count; i += double_lanes) {
    auto z = counter;
    z = hn::Mul(hn::Xor(z, hn::ShiftRight<30>(z)), hn::Set(du, 0xBF58476D1CE4E5B9));
    z = hn::Mul(hn::Xor(z, hn::ShiftRight<27>(z)), hn::Set(du, 0x94D049BB133111EB));
    hn::StoreU(hn::Xor(z, hn::ShiftRight<31>(z)), du, out + i);
    counter = hn::Add(counter, hn::Set(du, double_lanes * index_hash::step));
  }
#endif
  for (; i < count; ++i)
    out[i] = hash(first + i);
}

/// The bits of `bits` from number `from` on as a mask of lanes.
template <class Tag>
HWY_INLINE HWY_ATTR hn::Mask<Tag> lanes_of_bits(Tag tag, std::uint32_t bits, std::size_t from) {
  const auto part = static_cast<std::uint16_t>(bits >> from);
  std::uint8_t bytes[8] = {static_cast<std::uint8_t>(part), static_cast<std::uint8_t>(part >> 8)};
  return hn::LoadMaskBits(tag, bytes);
}

/// `x` with the sign changed where the mask says so.
template <class Tag>
HWY_INLINE HWY_ATTR hn::Vec<Tag> change_signs(Tag tag, hn::Mask<Tag> negative, hn::Vec<Tag> x) {
#if HWY_TARGET == HWY_AVX3
  return hn::IfThenElse(negative, hn::Sub(hn::Zero(tag), x), x);
#else
  return hn::Xor(x, hn::And(hn::VecFromMask(tag, negative), hn::SignBit(tag)));
#endif
}

/// Adds the values' multiples of 2^-40 to the buckets from `to` on.
template <class HalfVector>
HWY_INLINE HWY_ATTR void add_to_buckets(HalfVector values, std::uint64_t* to) {
  const double_tag dd;
  const bucket_tag du;
  const auto moved = hn::Add(hn::PromoteTo(dd, values), hn::Set(dd, print_value_magic));
  const auto number = hn::Sub(hn::BitCast(du, moved), hn::Set(du, value_magic_bits));
  hn::StoreU(hn::Add(hn::LoadU(du, to), number), du, to);
}

inline HWY_ATTR void sketch(const print_run<float>& run, std::uint64_t* buckets) {
  const single_tag df;
  const hn::RebindToUnsigned<single_tag> du;
  // By how much lanes turn within a vector; whole vectors change places besides.
  constexpr std::size_t within = single_lanes - 1;
  decltype(hn::IndicesFromVec(df, hn::Zero(du))) turned[single_lanes];
  for (std::size_t turn = 0; turn < single_lanes; ++turn)
    turned[turn] = hn::IndicesFromVec(
        df, hn::Xor(hn::Iota(du, 0), hn::Set(du, static_cast<std::uint32_t>(turn))));
  const float* at = run.values;
  for (std::size_t b = 0; b < run.blocks; ++b, at += print_block) {
    const std::uint64_t hash = run.hashes[b];
    const std::size_t turn = (hash >> 16) % print_block;
    std::uint64_t* const row = buckets + print_block * run.row(b);
    for (std::size_t part = 0; part < print_block; part += single_lanes) {
      const auto negative = lanes_of_bits(df, static_cast<std::uint16_t>(hash), part);
      const auto x = change_signs(df, negative, hn::LoadU(df, at + part));
      const auto there = hn::TableLookupLanes(x, turned[turn & within]);
      std::uint64_t* const to = row + (part ^ (turn & ~within));
      const hn::Half<single_tag> dhalf;
      add_to_buckets(hn::LowerHalf(dhalf, there), to);
      add_to_buckets(hn::UpperHalf(dhalf, there), to + single_lanes / 2);
    }
  }
}

/// Sums of the patterns of numbers that were moved to where doubles lie as far apart as the
/// numbers' multiples.
template <bool Signed>
struct moved_sums {
  hn::Vec<bucket_tag> value[doubles_a_block];
  hn::Vec<bucket_tag> changed[doubles_a_block]; ///< of values with their signs
  hn::Vec<bucket_tag> square[2];

  HWY_INLINE HWY_ATTR moved_sums() {
    for (std::size_t v = 0; v < doubles_a_block; ++v)
      value[v] = changed[v] = hn::Zero(bucket_tag());
    square[0] = square[1] = hn::Zero(bucket_tag());
  }

  HWY_INLINE HWY_ATTR void add(const float* block, std::uint32_t negative) {
    const double_tag dd;
    const bucket_tag du;
    const auto value_magic = hn::Set(dd, print_value_magic);
    for (std::size_t v = 0; v < doubles_a_block; ++v) {
      const auto x = hn::PromoteTo(dd, hn::LoadU(single_half_tag(), block + v * double_lanes));
      value[v] = hn::Add(value[v], hn::BitCast(du, hn::Add(value_magic, x)));
      if constexpr (Signed) {
        const auto mask = lanes_of_bits(dd, negative, v * double_lanes);
        const auto y = change_signs(dd, mask, x);
        changed[v] = hn::Add(changed[v], hn::BitCast(du, hn::Add(value_magic, y)));
      }
      // Squares of f32 are exact in f64, so fused or not is the same.
      const auto moved = hn::MulAdd(x, x, hn::Set(dd, print_square_magic));
      square[v % 2] = hn::Add(square[v % 2], hn::BitCast(du, moved));
    }
  }
};

HWY_INLINE HWY_ATTR std::uint64_t sum_of_lanes(hn::Vec<bucket_tag> vector) {
  HWY_ALIGN std::uint64_t lanes[double_lanes];
  hn::Store(vector, bucket_tag(), lanes);
  std::uint64_t sum = 0;
  for (const std::uint64_t lane : lanes)
    sum += lane;
  return sum;
}

template <bool Signed>
HWY_ATTR void add_moments(const float* values, std::size_t blocks, const std::uint16_t* negative,
                          print_moments& sums) {
  const bucket_tag du;
  moved_sums<Signed> moved;
  for (std::size_t b = 0; b < blocks; ++b)
    moved.add(values + b * print_block, Signed ? negative[b] : 0U);
  const std::uint64_t count = blocks * print_block;
  std::uint64_t value = 0 - count * value_magic_bits;
  for (std::size_t v = 0; v < doubles_a_block; ++v) {
    value += sum_of_lanes(moved.value[v]);
    if constexpr (Signed) {
      std::uint64_t* const to = sums.features.data() + v * double_lanes;
      const auto features = hn::Sub(moved.changed[v], hn::Set(du, blocks * value_magic_bits));
      hn::StoreU(hn::Add(hn::LoadU(du, to), features), du, to);
    }
  }
  sums.value += static_cast<std::int64_t>(value);
  sums.square +=
      sum_of_lanes(hn::Add(moved.square[0], moved.square[1])) - count * square_magic_bits;
}

/// \pre at most 64 blocks or so: sums of a lane stay within 64 bits
inline HWY_ATTR void moments(const float* values, std::size_t blocks, const std::uint16_t* negative,
                             print_moments& sums) {
  if (negative == nullptr) return add_moments<false>(values, blocks, negative, sums);
  add_moments<true>(values, blocks, negative, sums);
}

} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
