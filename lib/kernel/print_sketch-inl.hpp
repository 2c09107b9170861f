// Per-target header (Highway): hashes, sketches and moments of fingerprints.
#if defined(WEIGHTKIN_PRINT_SKETCH_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef WEIGHTKIN_PRINT_SKETCH_INL
#undef WEIGHTKIN_PRINT_SKETCH_INL
#else
#define WEIGHTKIN_PRINT_SKETCH_INL
#endif

#include <bit>
#include <cstring>

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

/// Bits [from, from + lanes) of a hash as a mask.
template <class Tag>
HWY_INLINE HWY_ATTR hn::Mask<Tag> mask_of_bits(Tag tag, std::uint64_t hash, std::size_t from) {
  const std::uint64_t bits = hash >> from;
  std::uint8_t bytes[sizeof bits];
  std::memcpy(bytes, &bits, sizeof bits); // vector targets are little-endian
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

/// Adds the patterns of moved values to the buckets from `to` on.
template <class HalfVector>
HWY_INLINE HWY_ATTR void add_to_buckets(HalfVector values, std::uint64_t* to) {
  const double_tag dd;
  const bucket_tag du;
  const auto moved = hn::Add(hn::PromoteTo(dd, values), hn::Set(dd, print_value_magic));
  hn::StoreU(hn::Add(hn::LoadU(du, to), hn::BitCast(du, moved)), du, to);
}
/// Adds gentle values to moved buckets.
template <class HalfVector>
HWY_INLINE HWY_ATTR void add_to_buckets(HalfVector values, double* to) {
  const double_tag dd;
  hn::StoreU(hn::Add(hn::LoadU(dd, to), hn::PromoteTo(dd, values)), dd, to);
}

/// Keeps the compiler from seeing that what is loaded is what was stored: widening what is loaded
/// is half the work of widening halves of a vector.
HWY_INLINE void through_memory([[maybe_unused]] float (&block)[print_block]) {
#if HWY_ARCH_X86
  asm volatile("" : "+m"(block));
#endif
}

/// Takes the pattern of the moving away from the rows of a run that is no whole group.
inline HWY_ATTR void settle_rows(const print_run<float>& run, std::uint64_t* buckets) {
  const bucket_tag du;
  for (std::size_t b = 0; b < run.blocks; ++b)
    for (std::size_t lane = 0; lane < print_block; lane += double_lanes) {
      std::uint64_t* const to = buckets + print_block * run.row(b) + lane;
      hn::StoreU(hn::Sub(hn::LoadU(du, to), hn::Set(du, value_magic_bits)), du, to);
    }
}

/// Adds all blocks, their signs changed and their lanes turned.
template <class Bucket>
HWY_INLINE HWY_ATTR void add_turned(const print_run<float>& run, Bucket* buckets) {
  const single_tag df;
  const hn::RebindToUnsigned<single_tag> du;
  // By how much lanes turn within a vector; whole vectors change places besides.
  constexpr std::size_t within = single_lanes - 1;
  decltype(hn::IndicesFromVec(df, hn::Zero(du))) turned[single_lanes];
  for (std::size_t turn = 0; turn < single_lanes; ++turn)
    turned[turn] = hn::IndicesFromVec(
        df, hn::Xor(hn::Iota(du, 0), hn::Set(du, static_cast<std::uint32_t>(turn))));
  // Copied: buckets might be anything's memory, for all the compiler knows.
  const print_run<float> here = run;
  const float* at = here.values;
  for (std::size_t b = 0; b < here.blocks; ++b, at += print_block) {
    hwy::Prefetch(reinterpret_cast<const std::byte*>(at) + prefetch_bytes);
    const std::uint64_t hash = here.hashes[b];
    const std::size_t turn = (hash >> 16) % print_block;
    Bucket* const row = buckets + print_block * here.row(b);
#if HWY_TARGET == HWY_AVX3
    const auto changed = change_signs(df, mask_of_bits(df, hash, 0), hn::LoadU(df, at));
    const auto x = hn::TableLookupLanes(changed, turned[turn]);
    add_to_buckets(hn::LowerHalf(single_half_tag(), x), row);
    add_to_buckets(hn::UpperHalf(single_half_tag(), x), row + double_lanes);
#else
    HWY_ALIGN float there[print_block];
    for (std::size_t part = 0; part < print_block; part += single_lanes) {
      const auto negative = mask_of_bits(df, hash, part);
      const auto x = change_signs(df, negative, hn::LoadU(df, at + part));
      hn::Store(hn::TableLookupLanes(x, turned[turn & within]), df,
                there + (part ^ (turn & ~within)));
    }
    through_memory(there);
    for (std::size_t part = 0; part < print_block; part += double_lanes)
      add_to_buckets(hn::Load(single_half_tag(), there + part), row + part);
#endif
  }
}

inline HWY_ATTR std::uint64_t sketch(const print_run<float>& run, std::uint64_t* buckets) {
  add_turned(run, buckets);
  if (run.blocks == print_group_blocks) return value_magic_bits;
  settle_rows(run, buckets);
  return 0;
}

inline HWY_ATTR void sketch_gently(const print_run<float>& run, double* moved) {
  add_turned(run, moved);
}

/// A block of elements, part after part, into sums that take half vectors of f32.
template <class Sums>
HWY_INLINE HWY_ATTR void add_block(Sums& sums, const float* block, std::uint64_t hash) {
  for (std::size_t v = 0; v < doubles_a_block; ++v)
    sums.add_part(v, hn::LoadU(single_half_tag(), block + v * double_lanes), hash);
}

/// The first `count` elements of a block that is readable to its end.
template <class Sums>
HWY_INLINE HWY_ATTR void add_first(Sums& sums, const float* block, std::size_t count,
                                   std::uint64_t hash) {
  const single_half_tag dh;
  for (std::size_t v = 0; v < doubles_a_block; ++v) {
    const std::size_t before = v * double_lanes;
    const auto mask = hn::FirstN(dh, count > before ? count - before : 0);
    sums.add_part(v, hn::IfThenElseZero(mask, hn::LoadU(dh, block + before)), hash);
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
      value[v] = hn::Zero(bucket_tag());
    begin_row();
  }

  HWY_INLINE HWY_ATTR void begin_row() {
    for (std::size_t v = 0; v < doubles_a_block; ++v)
      changed[v] = hn::Zero(bucket_tag());
    square[0] = square[1] = hn::Zero(bucket_tag());
  }

  template <class HalfVector>
  HWY_INLINE HWY_ATTR void add_part(std::size_t v, HalfVector values, std::uint64_t hash) {
    const double_tag dd;
    const bucket_tag du;
    const auto magic = hn::Set(dd, print_value_magic);
    const auto x = hn::PromoteTo(dd, values);
    const auto moved = hn::Add(magic, x);
    value[v] = hn::Add(value[v], hn::BitCast(du, moved));
    if constexpr (Signed) {
      const auto negative = mask_of_bits(dd, hash, v * double_lanes);
      const auto turned = hn::IfThenElse(negative, hn::Sub(magic, x), moved);
      changed[v] = hn::Add(changed[v], hn::BitCast(du, turned));
    }
    // Squares of f32 are exact in f64, so fused or not is the same.
    const auto moved_square = hn::MulAdd(x, x, hn::Set(dd, print_square_magic));
    square[v % 2] = hn::Add(square[v % 2], hn::BitCast(du, moved_square));
  }

  /// Adds the features of `blocks` blocks.
  HWY_INLINE HWY_ATTR void add_features(std::size_t blocks, print_lanes& to) const {
    const bucket_tag du;
    for (std::size_t v = 0; v < doubles_a_block; ++v) {
      std::uint64_t* const lanes = to.data() + v * double_lanes;
      const auto features = hn::Sub(changed[v], hn::Set(du, blocks * value_magic_bits));
      hn::StoreU(hn::Add(hn::LoadU(du, lanes), features), du, lanes);
    }
  }

  // What the moving added is taken away before lanes are added up: no sum leaves 64 bits.
  [[nodiscard]] HWY_INLINE HWY_ATTR std::int64_t value_of(std::size_t blocks) const {
    const bucket_tag du;
    auto sum = value[0];
    for (std::size_t v = 1; v < doubles_a_block; ++v)
      sum = hn::Add(sum, value[v]);
    const auto moved = hn::Set(du, blocks * doubles_a_block * value_magic_bits);
    return static_cast<std::int64_t>(hn::GetLane(hn::SumOfLanes(du, hn::Sub(sum, moved))));
  }
  [[nodiscard]] HWY_INLINE HWY_ATTR std::uint64_t square_of(std::size_t blocks) const {
    const bucket_tag du;
    const auto sum = hn::Add(square[0], square[1]);
    const auto moved = hn::Set(du, blocks * doubles_a_block * square_magic_bits);
    return hn::GetLane(hn::SumOfLanes(du, hn::Sub(sum, moved)));
  }
};

template <bool Signed>
HWY_ATTR void add_moments(const float* values, std::size_t blocks, const std::uint64_t* hashes,
                          print_moments& sums) {
  moved_sums<Signed> moved;
  for (std::size_t b = 0; b < blocks; ++b)
    add_block(moved, values + b * print_block, Signed ? hashes[b] : 0U);
  if constexpr (Signed) moved.add_features(blocks, sums.features);
  sums.value += moved.value_of(blocks);
  sums.square += moved.square_of(blocks);
}

inline HWY_ATTR void moments(const float* values, std::size_t blocks, const std::uint64_t* hashes,
                             print_moments& sums) {
  if (hashes == nullptr) return add_moments<false>(values, blocks, hashes, sums);
  add_moments<true>(values, blocks, hashes, sums);
}

inline HWY_ATTR void rows(const float* values, std::size_t columns, std::size_t count,
                          const std::uint64_t* hashes, print_row* to, print_moments& sums) {
  const std::size_t whole = columns / print_block;
  const std::size_t rest = columns % print_block;
  const std::size_t blocks = whole + (rest == 0 ? 0 : 1);
  moved_sums<true> moved;
  for (std::size_t row = 0; row < count; ++row, values += columns) {
    moved.begin_row();
    for (std::size_t b = 0; b < whole; ++b)
      add_block(moved, values + b * print_block, hashes[b]);
    if (rest != 0) add_first(moved, values + whole * print_block, rest, hashes[whole]);
    moved.add_features(blocks, to[row].features);
    const std::uint64_t energy = moved.square_of(blocks);
    to[row].energy += energy;
    sums.square += energy;
  }
  sums.value += moved.value_of(count * blocks);
}

} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
