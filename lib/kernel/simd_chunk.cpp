#include <cstdint>
#include <vector>

// SSSE3 machines take the portable kernel; scalable vectors do not fit fixed lanes.
#define HWY_DISABLED_TARGETS                                                                       \
  (HWY_SSSE3 | HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernel/simd_chunk.cpp"
#include <hwy/foreach_target.h> // IWYU pragma: keep
#include <hwy/highway.h>

#include "kernel/chunk_ops.hpp"

// Highway's own fallbacks have no vectors to fill: the portable kernel is the fallback here.
#if HWY_TARGET != HWY_SCALAR && HWY_TARGET != HWY_EMU128
#include "kernel/simd_chunk-inl.hpp"
#endif

#if HWY_ONCE
namespace weightkin::detail {
namespace {

struct target_row {
  std::int64_t target;
  pair_kernel kernel;
};

/// Slowest first; the targets compiled in.
constexpr target_row compiled_rows[] = {
    {0, {"none", nullptr}}, // for compilers that know no target; never runnable
#if HWY_TARGETS & HWY_NEON
    {HWY_NEON, {"neon", run_bound<N_NEON::ops>}},
#endif
#if HWY_TARGETS & HWY_SSE4
    {HWY_SSE4, {"sse4", run_bound<N_SSE4::ops>}},
#endif
#if HWY_TARGETS & HWY_AVX2
    {HWY_AVX2, {"avx2", run_bound<N_AVX2::ops>}},
#endif
#if HWY_TARGETS & HWY_AVX3
    {HWY_AVX3, {"avx512", run_bound<N_AVX3::ops>}},
#endif
};

} // namespace

void add_simd_pair_kernels(kernel_list<pair_kernel>& kernels) noexcept {
  const std::int64_t runnable = HWY_SUPPORTED_TARGETS;
  for (const target_row& row : compiled_rows)
    if ((row.target & runnable) != 0) kernels.add(row.kernel);
}

} // namespace weightkin::detail
#endif
