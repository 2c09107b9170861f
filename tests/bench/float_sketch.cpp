#include "bench/float_sketch.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace weightkin::bench {
namespace {

using function = void (*)(const float*, const std::uint64_t*, std::size_t, std::size_t,
                          std::uint64_t, float*);

void add_plain(const float* values, const std::uint64_t* hashes, std::size_t blocks,
               std::size_t first, std::uint64_t turn, float* buckets) {
  for (std::size_t b = 0; b < blocks; ++b) {
    float* const row = buckets + 16 * ((first + b) ^ turn);
    const std::size_t lanes = (hashes[b] >> 16) % 16;
    for (std::size_t j = 0; j < 16; ++j)
      row[j ^ lanes] += ((hashes[b] >> j) & 1U) != 0 ? -values[16 * b + j] : values[16 * b + j];
  }
}

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512dq"))) void add_avx512(const float* values,
                                                            const std::uint64_t* hashes,
                                                            std::size_t blocks, std::size_t first,
                                                            std::uint64_t turn, float* buckets) {
  const __m512i order = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  for (std::size_t b = 0; b < blocks; ++b) {
    float* const row = buckets + 16 * ((first + b) ^ turn);
    _mm_prefetch(reinterpret_cast<const char*>(values + 16 * b) + 3072, _MM_HINT_T0);
    const __m512 x = _mm512_loadu_ps(values + 16 * b);
    const auto negative = static_cast<__mmask16>(hashes[b]);
    const __m512 y = _mm512_mask_sub_ps(x, negative, _mm512_setzero_ps(), x);
    const __m512i lanes = _mm512_set1_epi32(static_cast<int>((hashes[b] >> 16) % 16));
    const __m512 there = _mm512_permutexvar_ps(_mm512_xor_si512(order, lanes), y);
    _mm512_storeu_ps(row, _mm512_add_ps(_mm512_loadu_ps(row), there));
  }
}
#endif

function fastest() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")) return add_avx512;
#endif
  return add_plain;
}

} // namespace

void add_float_sketch(const float* values, const std::uint64_t* hashes, std::size_t blocks,
                      std::size_t first, std::uint64_t turn, float* buckets) {
  static const function add = fastest();
  add(values, hashes, blocks, first, turn, buckets);
}

bool float_sketch_has_vectors() { return fastest() != add_plain; }

} // namespace weightkin::bench
