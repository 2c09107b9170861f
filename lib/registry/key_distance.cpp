#include "registry/key_distance.hpp"

// Compiled once per instruction set (Highway's foreach_target).
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "registry/key_distance.cpp"
#include <hwy/foreach_target.h> // NOLINT: has to precede highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace weightkin::detail::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using words = hn::CappedTag<std::int16_t, 32>;
using bytes_half = hn::Rebind<std::int8_t, words>;
using sums = hn::RepartitionToWide<words>;

HWY_INLINE std::int32_t total(hn::VFromD<sums> a, hn::VFromD<sums> b) {
  const sums d;
  return hn::GetLane(hn::SumOfLanes(d, hn::Add(a, b)));
}

void products(const std::int8_t* HWY_RESTRICT key, std::size_t width,
              const std::int8_t* HWY_RESTRICT rows, std::size_t count,
              std::int32_t* HWY_RESTRICT out) {
  const words d16;
  const bytes_half d8;
  const sums d32;
  const std::size_t n = hn::Lanes(d16);
  for (std::size_t r = 0; r < count; ++r) {
    const std::int8_t* row = rows + r * width;
    auto low = hn::Zero(d32);
    auto high = hn::Zero(d32);
    for (std::size_t j = 0; j < width; j += n) {
      const auto x = hn::PromoteTo(d16, hn::LoadU(d8, key + j));
      const auto y = hn::PromoteTo(d16, hn::LoadU(d8, row + j));
      low = hn::ReorderWidenMulAccumulate(d32, x, y, low, high);
    }
    out[r] = total(low, high);
  }
}

void distances(const std::int16_t* HWY_RESTRICT key, std::size_t width,
               const std::int16_t* HWY_RESTRICT rows, std::size_t count,
               std::int32_t* HWY_RESTRICT out) {
  const words d16;
  const sums d32;
  const std::size_t n = hn::Lanes(d16);
  const auto one = hn::Set(d16, std::int16_t{1});
  for (std::size_t r = 0; r < count; ++r) {
    const std::int16_t* row = rows + r * width;
    auto low = hn::Zero(d32);
    auto high = hn::Zero(d32);
    for (std::size_t j = 0; j < width; j += n) {
      const auto apart = hn::Abs(hn::Sub(hn::LoadU(d16, key + j), hn::LoadU(d16, row + j)));
      low = hn::ReorderWidenMulAccumulate(d32, apart, one, low, high);
    }
    out[r] = total(low, high);
  }
}

} // namespace
} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace weightkin::detail {
namespace {

HWY_EXPORT(products);
HWY_EXPORT(distances);

} // namespace

void key_products(const std::int8_t* key, std::size_t width, const std::int8_t* rows,
                  std::size_t count, std::int32_t* out) {
  HWY_DYNAMIC_DISPATCH(products)(key, width, rows, count, out);
}

void key_distances(const std::int16_t* key, std::size_t width, const std::int16_t* rows,
                   std::size_t count, std::int32_t* out) {
  HWY_DYNAMIC_DISPATCH(distances)(key, width, rows, count, out);
}

} // namespace weightkin::detail
#endif
