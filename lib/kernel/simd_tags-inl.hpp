// Per-target header (Highway): the vectors the fused pass works on. Guarded by
// Highway's toggle, not by `#pragma once`, because every target includes it anew.
#if defined(WEIGHTKIN_SIMD_TAGS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef WEIGHTKIN_SIMD_TAGS_INL
#undef WEIGHTKIN_SIMD_TAGS_INL
#else
#define WEIGHTKIN_SIMD_TAGS_INL
#endif

#include <cstddef>
#include <cstdint>

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include "kernel/chunk_ops.hpp"

HWY_BEFORE_NAMESPACE();
namespace weightkin::detail::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// How far ahead of the read position lines are asked for. (Forced inline: a function that only
/// prefetches looks free of effects, and calls to it would be dropped.)
inline constexpr std::size_t prefetch_bytes = 3072;

HWY_INLINE HWY_ATTR void prefetch_ahead(const std::byte* a, const std::byte* b) {
  hwy::Prefetch(a + prefetch_bytes);
  hwy::Prefetch(b + prefetch_bytes);
}

using f32_tag = hn::CappedTag<float, half_lanes>;
using f64_tag = hn::CappedTag<double, wide_lanes>;
using f32_vector = hn::Vec<f32_tag>;
using f64_vector = hn::Vec<f64_tag>;
/// As many f32 as there are f64 lanes.
using f32_narrow_tag = hn::Rebind<float, f64_tag>;

} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
