#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#define HWY_DISABLED_TARGETS                                                                       \
  (HWY_SSSE3 | HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernel/blake3_simd.cpp"
#include <hwy/cache_control.h>
#include <hwy/foreach_target.h> // IWYU pragma: keep
#include <hwy/highway.h>

#include "kernel/blake3_kernels.hpp"

#if HWY_TARGET != HWY_SCALAR && HWY_TARGET != HWY_EMU128
HWY_BEFORE_NAMESPACE();
namespace weightkin::detail::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using lane_tag = hn::CappedTag<std::uint32_t, blake3_most_lanes>;
using lanes = hn::Vec<lane_tag>;
using block_tag = hn::Full128<std::uint32_t>;

constexpr std::size_t lane_count = HWY_MIN(HWY_MAX_BYTES / 4, blake3_most_lanes);

/// Where the inputs of all lanes begin.
using lane_inputs = std::array<const std::byte*, lane_count>;

/// The 16 bytes at `offset` of the inputs first, first + 4, ... (those with a place in this
/// vector), one after the other.
template <class Tag>
HWY_INLINE HWY_ATTR hn::Vec<Tag> load_every_fourth(Tag tag, const lane_inputs& inputs,
                                                   std::size_t first, std::size_t offset) {
  if constexpr (hn::MaxLanes(Tag()) == 4) {
    (void)tag;
    return hn::LoadU(block_tag(), reinterpret_cast<const std::uint32_t*>(inputs[first] + offset));
  } else {
    const hn::Half<Tag> half;
    return hn::Combine(tag,
                       load_every_fourth(half, inputs, first + hn::MaxLanes(Tag()) / 2, offset),
                       load_every_fourth(half, inputs, first, offset));
  }
}

/// Four message words of every lane: a transposition in blocks of four by four.
HWY_INLINE HWY_ATTR void load_four_words(const lane_inputs& inputs, std::size_t offset,
                                         lanes* words) {
  const lane_tag d;
  const hn::Repartition<std::uint64_t, lane_tag> d2;
  const lanes a = load_every_fourth(d, inputs, 0, offset);
  const lanes b = load_every_fourth(d, inputs, 1, offset);
  const lanes c = load_every_fourth(d, inputs, 2, offset);
  const lanes e = load_every_fourth(d, inputs, 3, offset);
  const auto ab_low = hn::BitCast(d2, hn::InterleaveLower(d, a, b));
  const auto ab_high = hn::BitCast(d2, hn::InterleaveUpper(d, a, b));
  const auto ce_low = hn::BitCast(d2, hn::InterleaveLower(d, c, e));
  const auto ce_high = hn::BitCast(d2, hn::InterleaveUpper(d, c, e));
  words[0] = hn::BitCast(d, hn::InterleaveLower(d2, ab_low, ce_low));
  words[1] = hn::BitCast(d, hn::InterleaveUpper(d2, ab_low, ce_low));
  words[2] = hn::BitCast(d, hn::InterleaveLower(d2, ab_high, ce_high));
  words[3] = hn::BitCast(d, hn::InterleaveUpper(d2, ab_high, ce_high));
}

/// A sum that is not added up in another order: compilers would add the message word last, for
/// which the next step then waits. With 16 words of state in 16 registers that is a fourth of the
/// speed.
HWY_INLINE HWY_ATTR lanes added_first(lanes sum) {
#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_SSE4
  __asm__("" : "+x"(sum.raw));
#endif
  return sum;
}

/// Rotations by whole bytes are one shuffle where there is no instruction to rotate.
template <int Bits>
HWY_INLINE HWY_ATTR lanes rotate_bytes(lanes v) {
#if HWY_TARGET == HWY_AVX3
  return hn::RotateRight<Bits>(v);
#else
  const lane_tag d;
  const hn::Repartition<std::uint8_t, lane_tag> bytes;
  HWY_ALIGN static constexpr auto order = [] {
    std::array<std::uint8_t, 4 * lane_count> from{};
    for (std::size_t i = 0; i < from.size(); ++i)
      from[i] = static_cast<std::uint8_t>(i % 16 / 4 * 4 + (i + Bits / 8) % 4);
    return from;
  }();
  // Read where it is used: two registers that hold orders are two too few for the state.
  const std::uint8_t* from = order.data();
  __asm__ volatile("" : "+r"(from));
  return hn::BitCast(d, hn::TableLookupBytes(hn::BitCast(bytes, v), hn::Load(bytes, from)));
#endif
}

HWY_INLINE HWY_ATTR void quarter(lanes& a, lanes& b, lanes& c, lanes& d, lanes x, lanes y) {
  a = hn::Add(added_first(hn::Add(a, x)), b);
  d = rotate_bytes<16>(hn::Xor(d, a));
  c = hn::Add(c, d);
  b = hn::RotateRight<12>(hn::Xor(b, c));
  a = hn::Add(added_first(hn::Add(a, y)), b);
  d = rotate_bytes<8>(hn::Xor(d, a));
  c = hn::Add(c, d);
  b = hn::RotateRight<7>(hn::Xor(b, c));
}

template <std::size_t Round>
HWY_INLINE HWY_ATTR void mix_round(lanes* v, const lanes* m) {
  constexpr auto order = blake3_schedule[Round];
  quarter(v[0], v[4], v[8], v[12], m[order[0]], m[order[1]]);
  quarter(v[1], v[5], v[9], v[13], m[order[2]], m[order[3]]);
  quarter(v[2], v[6], v[10], v[14], m[order[4]], m[order[5]]);
  quarter(v[3], v[7], v[11], v[15], m[order[6]], m[order[7]]);
  quarter(v[0], v[5], v[10], v[15], m[order[8]], m[order[9]]);
  quarter(v[1], v[6], v[11], v[12], m[order[10]], m[order[11]]);
  quarter(v[2], v[7], v[8], v[13], m[order[12]], m[order[13]]);
  quarter(v[3], v[4], v[9], v[14], m[order[14]], m[order[15]]);
}

/// One whole block of every lane into the lanes' chaining values.
HWY_INLINE HWY_ATTR void compress_block(const lane_inputs& inputs, std::size_t offset,
                                        lanes counter_low, lanes counter_high, std::uint32_t flags,
                                        lanes* chaining) {
  const lane_tag d;
  lanes m[16];
  for (std::size_t four = 0; four < 4; ++four)
    load_four_words(inputs, offset + 16 * four, m + 4 * four);
  lanes v[16];
  for (std::size_t i = 0; i < 8; ++i)
    v[i] = chaining[i];
  for (std::size_t i = 0; i < 4; ++i)
    v[8 + i] = hn::Set(d, blake3_initial[i]);
  v[12] = counter_low;
  v[13] = counter_high;
  v[14] = hn::Set(d, static_cast<std::uint32_t>(blake3_block));
  v[15] = hn::Set(d, flags);
  mix_round<0>(v, m);
  mix_round<1>(v, m);
  mix_round<2>(v, m);
  mix_round<3>(v, m);
  mix_round<4>(v, m);
  mix_round<5>(v, m);
  mix_round<6>(v, m);
  for (std::size_t i = 0; i < 8; ++i)
    chaining[i] = hn::Xor(v[i], v[i + 8]);
}

HWY_INLINE HWY_ATTR void start(lanes* chaining) {
  for (std::size_t i = 0; i < 8; ++i)
    chaining[i] = hn::Set(lane_tag(), blake3_initial[i]);
}

HWY_INLINE HWY_ATTR void store(const lanes* chaining, std::size_t count, words8* values) {
  HWY_ALIGN std::uint32_t word[8][lane_count];
  for (std::size_t i = 0; i < 8; ++i)
    hn::Store(chaining[i], lane_tag(), word[i]);
  for (std::size_t lane = 0; lane < count; ++lane)
    for (std::size_t i = 0; i < 8; ++i)
      values[lane][i] = word[i][lane];
}

/// Lanes beyond `count` repeat the last input; their results are dropped.
HWY_INLINE HWY_ATTR lane_inputs inputs_of(const std::byte* bytes, std::size_t stride,
                                          std::size_t count) {
  lane_inputs inputs;
  for (std::size_t lane = 0; lane < lane_count; ++lane)
    inputs[lane] = bytes + stride * std::min(lane, count - 1);
  return inputs;
}

HWY_ATTR void hash_chunks(const std::byte* bytes, std::size_t count, std::uint64_t counter,
                          words8* values) {
  const lane_tag d;
  for (; count > 0;) {
    const std::size_t now = std::min(count, lane_count);
    const lane_inputs inputs = inputs_of(bytes, blake3_chunk, now);
    HWY_ALIGN std::uint32_t low[lane_count];
    HWY_ALIGN std::uint32_t high[lane_count];
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
      low[lane] = static_cast<std::uint32_t>(counter + lane);
      high[lane] = static_cast<std::uint32_t>((counter + lane) >> 32);
    }
    const lanes counter_low = hn::Load(d, low);
    const lanes counter_high = hn::Load(d, high);
    lanes chaining[8];
    start(chaining);
    for (std::size_t offset = 0; offset < blake3_chunk; offset += blake3_block) {
      const std::uint32_t first = offset == 0 ? chunk_start : 0;
      // So many streams at once are more than the processor follows by itself.
      for (std::size_t lane = 0; lane < lane_count; ++lane)
        hwy::Prefetch(inputs[lane] + lane_count * blake3_chunk + offset);
      const std::uint32_t last = offset + blake3_block == blake3_chunk ? chunk_end : 0;
      compress_block(inputs, offset, counter_low, counter_high, first | last, chaining);
    }
    store(chaining, now, values);
    bytes += now * blake3_chunk;
    counter += now;
    values += now;
    count -= now;
  }
}

HWY_ATTR void hash_parents(const words8* children, std::size_t count, words8* values) {
  const lane_tag d;
  for (; count > 0;) {
    const std::size_t now = std::min(count, lane_count);
    const lane_inputs inputs =
        inputs_of(reinterpret_cast<const std::byte*>(children), blake3_block, now);
    lanes chaining[8];
    start(chaining);
    compress_block(inputs, 0, hn::Zero(d), hn::Zero(d), parent, chaining);
    store(chaining, now, values);
    children += 2 * now;
    values += now;
    count -= now;
  }
}

} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if HWY_ONCE
namespace weightkin::detail {
namespace {

struct target_row {
  std::int64_t target;
  blake3_kernel kernel;
};

/// Slowest first; the targets compiled in.
constexpr target_row compiled_rows[] = {
    {0, {"none", 1, nullptr, nullptr}}, // for compilers that know no target; never runnable
#if HWY_TARGETS & HWY_NEON
    {HWY_NEON, {"neon", 4, N_NEON::hash_chunks, N_NEON::hash_parents}},
#endif
#if HWY_TARGETS & HWY_SSE4
    {HWY_SSE4, {"sse4", 4, N_SSE4::hash_chunks, N_SSE4::hash_parents}},
#endif
#if HWY_TARGETS & HWY_AVX2
    {HWY_AVX2, {"avx2", 8, N_AVX2::hash_chunks, N_AVX2::hash_parents}},
#endif
#if HWY_TARGETS & HWY_AVX3
    {HWY_AVX3, {"avx512", 16, N_AVX3::hash_chunks, N_AVX3::hash_parents}},
#endif
};

} // namespace

void add_simd_blake3_kernels(kernel_list<blake3_kernel>& kernels) noexcept {
  const std::int64_t runnable = HWY_SUPPORTED_TARGETS;
  for (const target_row& row : compiled_rows)
    if ((row.target & runnable) != 0) kernels.add(row.kernel);
}

} // namespace weightkin::detail
#endif
