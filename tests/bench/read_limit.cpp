#include "bench/read_limit.hpp"

#include <atomic>
#include <cstdint>
#include <cstring>
#include <ctime>

#include <weightkin/core/parallel_for.hpp>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace weightkin::bench {
namespace {

using span_reader = unsigned long long (*)(const std::byte* a, const std::byte* b,
                                           std::size_t size);

unsigned long long read_plain(const std::byte* a, const std::byte* b, std::size_t size) {
  unsigned long long sum = 0;
  for (std::size_t i = 0; i < size; i += 8) {
    std::uint64_t x;
    std::uint64_t y;
    std::memcpy(&x, a + i, sizeof x);
    std::memcpy(&y, b + i, sizeof y);
    sum += x + y;
  }
  return sum;
}

#if defined(__x86_64__)
constexpr std::size_t ahead = 2048;

__attribute__((target("avx512f"))) unsigned long long
read_avx512(const std::byte* a, const std::byte* b, std::size_t size) {
  __m512i sum_a = _mm512_setzero_si512();
  __m512i sum_b = _mm512_setzero_si512();
  for (std::size_t i = 0; i < size; i += 64) {
    _mm_prefetch(reinterpret_cast<const char*>(a + i + ahead), _MM_HINT_T0);
    _mm_prefetch(reinterpret_cast<const char*>(b + i + ahead), _MM_HINT_T0);
    sum_a = _mm512_add_epi64(sum_a, _mm512_loadu_si512(a + i));
    sum_b = _mm512_add_epi64(sum_b, _mm512_loadu_si512(b + i));
  }
  return static_cast<unsigned long long>(_mm512_reduce_add_epi64(_mm512_add_epi64(sum_a, sum_b)));
}

__attribute__((target("avx2"))) unsigned long long read_avx2(const std::byte* a, const std::byte* b,
                                                             std::size_t size) {
  __m256i sum = _mm256_setzero_si256();
  for (std::size_t i = 0; i < size; i += 64) {
    _mm_prefetch(reinterpret_cast<const char*>(a + i + ahead), _MM_HINT_T0);
    _mm_prefetch(reinterpret_cast<const char*>(b + i + ahead), _MM_HINT_T0);
    for (std::size_t half = 0; half < 64; half += 32) {
      sum =
          _mm256_add_epi64(sum, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(a + i + half)));
      sum =
          _mm256_add_epi64(sum, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(b + i + half)));
    }
  }
  std::uint64_t lanes[4];
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(lanes), sum);
  return lanes[0] + lanes[1] + lanes[2] + lanes[3];
}
#endif

span_reader fastest_reader() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return read_avx512;
  if (__builtin_cpu_supports("avx2")) return read_avx2;
#endif
  return read_plain;
}

double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

} // namespace

unsigned long long read_both(const std::byte* a, const std::byte* b, std::size_t size,
                             unsigned threads) {
  constexpr std::size_t piece = std::size_t{4} << 20;
  const span_reader reader = fastest_reader();
  std::atomic<unsigned long long> total{0};
  parallel_for((size + piece - 1) / piece, threads, [&](std::size_t index) {
    const std::size_t first = index * piece;
    const std::size_t now = size - first < piece ? size - first : piece;
    total += reader(a + first, b + first, now);
  });
  return total;
}

double thread_seconds() { return seconds_of(CLOCK_THREAD_CPUTIME_ID); }
double wall_seconds() { return seconds_of(CLOCK_MONOTONIC); }

} // namespace weightkin::bench
