#include <cstddef>
#include <cstdint>
#include <vector>

// SSSE3 machines take the portable kernel; scalable vectors do not fit fixed lanes.
#define HWY_DISABLED_TARGETS                                                                       \
  (HWY_SSSE3 | HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernel/print_simd.cpp"
#include <hwy/foreach_target.h> // IWYU pragma: keep
#include <hwy/highway.h>

#include "kernel/chunk_ops.hpp"
#include "kernel/print_ops.hpp"

#if HWY_TARGET != HWY_SCALAR && HWY_TARGET != HWY_EMU128
#include "kernel/print_gentle-inl.hpp"
#include "kernel/print_packed-inl.hpp"
#include "kernel/print_sketch-inl.hpp"
#include "kernel/print_survey-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace weightkin::detail::HWY_NAMESPACE {

inline HWY_ATTR void widen_bf16_run(const std::byte* packed, std::size_t count, float* out) {
  const single_tag df;
  const hn::RebindToUnsigned<single_tag> du;
  const hn::Rebind<std::uint16_t, single_tag> dh;
  std::size_t i = 0;
  for (; i + single_lanes <= count; i += single_lanes) {
    hwy::Prefetch(packed + 2 * i + prefetch_bytes);
    const auto half = hn::LoadU(dh, reinterpret_cast<const std::uint16_t*>(packed) + i);
    hn::StoreU(hn::BitCast(df, hn::ShiftLeft<16>(hn::PromoteTo(du, half))), df, out + i);
  }
  portable_print_ops.widen_bf16(packed + 2 * i, count - i, out + i);
}

inline HWY_ATTR void widen_f16_run(const std::byte* packed, std::size_t count, float* out) {
  const single_tag df;
  std::size_t i = 0;
  for (; i + single_lanes <= count; i += single_lanes) {
    hwy::Prefetch(packed + 2 * i + prefetch_bytes);
    hn::StoreU(f16_row::widen(packed, i), df, out + i);
  }
  portable_print_ops.widen_f16(packed + 2 * i, count - i, out + i);
}

const print_ops gentle_print_ops{hash_run,      widen_bf16_run, widen_f16_run, survey,       sketch,
                                 sketch_gently, gentle_moments, gentle_rows,   packed_sketch};
const print_ops simd_print_ops{hash_run,      widen_bf16_run,   widen_f16_run, survey,
                               sketch,        sketch_gently,    moments,       rows,
                               packed_sketch, &gentle_print_ops};

} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if HWY_ONCE
namespace weightkin::detail {
namespace {

struct print_target {
  std::int64_t target;
  print_kernel kernel;
};

/// Slowest first; the targets compiled in.
constexpr print_target compiled_targets[] = {
    {0, {"none", nullptr}}, // for compilers that know no target; never runnable
#if HWY_TARGETS & HWY_NEON
    {HWY_NEON, {"neon", &N_NEON::simd_print_ops}},
#endif
#if HWY_TARGETS & HWY_SSE4
    {HWY_SSE4, {"sse4", &N_SSE4::simd_print_ops}},
#endif
#if HWY_TARGETS & HWY_AVX2
    {HWY_AVX2, {"avx2", &N_AVX2::simd_print_ops}},
#endif
#if HWY_TARGETS & HWY_AVX3
    {HWY_AVX3, {"avx512", &N_AVX3::simd_print_ops}},
#endif
};

} // namespace

void add_simd_print_kernels(kernel_list<print_kernel>& kernels) noexcept {
  const std::int64_t runnable = HWY_SUPPORTED_TARGETS;
  for (const print_target& row : compiled_targets)
    if ((row.target & runnable) != 0) kernels.add(row.kernel);
}

} // namespace weightkin::detail
#endif
