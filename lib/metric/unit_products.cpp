#include "metric/unit_products.hpp"

#include <algorithm>
#include <cassert>

// Compiled once per instruction set (Highway's foreach_target). No fused multiply-add anywhere:
// Mul and Add round separately, and vectors run over independent entries or over eight fixed lanes,
// so the width of a vector never shows in the result.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "metric/unit_products.cpp"
#include <hwy/foreach_target.h> // NOLINT: has to precede highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace weightkin::detail::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

constexpr std::size_t panel = 32;       // columns of B packed together, a multiple of every vector
constexpr std::size_t tile_rows = 4;    // rows of A per register tile
constexpr std::size_t depth_block = 64; // features summed in f32 before f64 takes over
constexpr std::size_t resident_features = 256; // a panel of these stays in the first cache

using narrow = hn::CappedTag<float, 16>;
using half = hn::Rebind<float, hn::CappedTag<double, 8>>;

/// Adds (or, for the first block, writes) half a vector of f32 to f64.
template <class V>
HWY_INLINE void flush_half(V sums, double* HWY_RESTRICT out, bool first) {
  const hn::CappedTag<double, 8> wide;
  const auto added = hn::PromoteTo(wide, sums);
  hn::StoreU(first ? added : hn::Add(hn::LoadU(wide, out), added), wide, out);
}

/// Likewise one f32 row of a tile.
template <class V>
HWY_INLINE void flush(V sums, double* HWY_RESTRICT out, bool first) {
#if HWY_TARGET == HWY_SCALAR
  flush_half(sums, out, first);
#else
  flush_half(hn::LowerHalf(half(), sums), out, first);
  flush_half(hn::UpperHalf(half(), sums), out + hn::Lanes(half()), first);
#endif
}

/// Four rows of A (`features` apart) times 2 vectors of columns of one packed panel, over the
/// features [from, to).
HWY_INLINE void tile(const float* HWY_RESTRICT a, std::size_t features, const float* HWY_RESTRICT b,
                     std::size_t from, std::size_t to, double* HWY_RESTRICT out,
                     std::size_t stride) {
  const narrow d;
  const std::size_t n = hn::Lanes(d);
  const float* a1 = a + features;
  const float* a2 = a1 + features;
  const float* a3 = a2 + features;
  for (std::size_t begin = from; begin < to; begin += depth_block) {
    const std::size_t end = HWY_MIN(begin + depth_block, to);
    auto c00 = hn::Zero(d), c01 = c00, c10 = c00, c11 = c00;
    auto c20 = c00, c21 = c00, c30 = c00, c31 = c00;
    for (std::size_t k = begin; k < end; ++k) {
      const auto b0 = hn::LoadU(d, b + k * panel);
      const auto b1 = hn::LoadU(d, b + k * panel + n);
      const auto x0 = hn::Set(d, a[k]), x1 = hn::Set(d, a1[k]);
      const auto x2 = hn::Set(d, a2[k]), x3 = hn::Set(d, a3[k]);
      c00 = hn::Add(c00, hn::Mul(x0, b0));
      c01 = hn::Add(c01, hn::Mul(x0, b1));
      c10 = hn::Add(c10, hn::Mul(x1, b0));
      c11 = hn::Add(c11, hn::Mul(x1, b1));
      c20 = hn::Add(c20, hn::Mul(x2, b0));
      c21 = hn::Add(c21, hn::Mul(x2, b1));
      c30 = hn::Add(c30, hn::Mul(x3, b0));
      c31 = hn::Add(c31, hn::Mul(x3, b1));
    }
    const bool first = begin == 0;
    flush(c00, out, first);
    flush(c01, out + n, first);
    flush(c10, out + stride, first);
    flush(c11, out + stride + n, first);
    flush(c20, out + 2 * stride, first);
    flush(c21, out + 2 * stride + n, first);
    flush(c30, out + 3 * stride, first);
    flush(c31, out + 3 * stride + n, first);
  }
}

/// `a`: rows x features with rows a multiple of tile_rows; `b`: panels of [feature][32 columns].
void multiply(const float* a, std::size_t rows, std::size_t features, const float* b, double* out,
              std::size_t stride) {
  const std::size_t step = 2 * hn::Lanes(narrow());
  for (std::size_t from = 0; from < features; from += resident_features) {
    const std::size_t to = HWY_MIN(from + resident_features, features);
    for (std::size_t column = 0; column < stride; column += panel)
      for (std::size_t i = 0; i < rows; i += tile_rows)
        for (std::size_t j = 0; j < panel; j += step)
          tile(a + i * features, features, b + column * features + j, from, to,
               out + i * stride + column + j, stride);
  }
}

/// Powers of all entries: cubes and fourth powers are added to eight lanes, squares to the sums of
/// their column and of their row, which are eight lanes each. `columns` is a multiple of eight.
void add_powers(const double* HWY_RESTRICT row, std::size_t rows, std::size_t stride,
                std::size_t columns, double* HWY_RESTRICT column_squares,
                double* HWY_RESTRICT row_squares, double* HWY_RESTRICT cubes,
                double* HWY_RESTRICT fourths) {
  const hn::CappedTag<double, 8> d;
  for (std::size_t i = 0; i < rows; ++i, row += stride, row_squares += 8)
    for (std::size_t lane = 0; lane < 8; lane += hn::Lanes(d)) {
      auto sum2 = hn::Zero(d);
      auto sum3 = hn::LoadU(d, cubes + lane);
      auto sum4 = hn::LoadU(d, fourths + lane);
      for (std::size_t j = lane; j < columns; j += 8) {
        const auto c = hn::LoadU(d, row + j);
        const auto c2 = hn::Mul(c, c);
        sum2 = hn::Add(sum2, c2);
        sum3 = hn::Add(sum3, hn::Mul(c2, c));
        sum4 = hn::Add(sum4, hn::Mul(c2, c2));
        hn::StoreU(hn::Add(hn::LoadU(d, column_squares + j), c2), d, column_squares + j);
      }
      hn::StoreU(sum2, d, row_squares + lane);
      hn::StoreU(sum3, d, cubes + lane);
      hn::StoreU(sum4, d, fourths + lane);
    }
}

/// out = factor * in. `count` is a multiple of eight.
void set_multiple(double factor, const double* HWY_RESTRICT in, std::size_t count,
                  double* HWY_RESTRICT out) {
  const hn::CappedTag<double, 8> d;
  for (std::size_t i = 0; i < count; i += hn::Lanes(d))
    hn::StoreU(hn::Mul(hn::Set(d, factor), hn::LoadU(d, in + i)), d, out + i);
}

/// out += factor * in. `count` is a multiple of eight.
void add_multiple(double factor, const double* HWY_RESTRICT in, std::size_t count,
                  double* HWY_RESTRICT out) {
  const hn::CappedTag<double, 8> d;
  for (std::size_t i = 0; i < count; i += hn::Lanes(d))
    hn::StoreU(hn::Add(hn::LoadU(d, out + i), hn::Mul(hn::Set(d, factor), hn::LoadU(d, in + i))), d,
               out + i);
}

} // namespace
} // namespace weightkin::detail::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace weightkin::detail {
namespace {

HWY_EXPORT(multiply);
HWY_EXPORT(add_powers);
HWY_EXPORT(set_multiple);
HWY_EXPORT(add_multiple);

constexpr std::size_t packed_columns = 32;
constexpr std::size_t packed_rows_together = 4;

std::size_t round_up(std::size_t value, std::size_t step) {
  return (value + step - 1) / step * step;
}

double sum_of_lanes(const double* lanes) {
  return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
         ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

} // namespace

packed_rows::packed_rows(const float* values, std::size_t units, std::size_t features)
    : units_(units), features_(features), stride_(round_up(units, packed_columns)),
      values_(stride_ * features) {
  if (values_.empty()) return; // without elements there is nothing to point into
  // Panel after panel of 32 units, in each [feature][unit], the last one zero padded.
  const std::size_t whole = units / packed_columns * packed_columns;
  std::fill(values_.begin() + static_cast<std::ptrdiff_t>(whole * features), values_.end(), 0.0F);
  for (std::size_t p = 0; p < units; ++p) {
    float* out =
        values_.data() + p / packed_columns * packed_columns * features + p % packed_columns;
    const float* row = values + p * features;
    for (std::size_t k = 0; k < features; ++k)
      out[k * packed_columns] = row[k];
  }
}

void multiply_rows(const float* a, std::size_t rows, const packed_rows& b, double* out) {
  const std::size_t features = b.features();
  const std::size_t stride = b.stride();
  if (features == 0) std::fill_n(out, rows * stride, 0.0);
  const std::size_t whole = rows / packed_rows_together * packed_rows_together;
  HWY_DYNAMIC_DISPATCH(multiply)(a, whole, features, b.values(), out, stride);
  if (whole == rows) return;
  std::vector<float> last(packed_rows_together * features, 0.0F);
  std::copy_n(a + whole * features, (rows - whole) * features, last.data());
  std::vector<double> products(packed_rows_together * stride);
  HWY_DYNAMIC_DISPATCH(multiply)
  (last.data(), packed_rows_together, features, b.values(), products.data(), stride);
  std::copy_n(products.data(), (rows - whole) * stride, out + whole * stride);
}

unit_products multiply_units(const standardised_units& a, const standardised_units& b) {
  unit_products products;
  const packed_rows right(b.values.data(), b.units, b.features);
  products.units = a.units;
  products.stride = right.stride();
  products.values.resize(a.units * products.stride); // all of it is written
  multiply_rows(a.values.data(), a.units, right, products.values.data());
  return products;
}

unit_products zero_products(std::size_t units) {
  const std::size_t stride = round_up(units, packed_columns);
  return {units, stride, unset_vector<double>(units * stride, 0.0)};
}

void set_multiple(double factor, const unit_products& products, unit_products& to) {
  assert(products.values.size() == to.values.size());
  HWY_DYNAMIC_DISPATCH(set_multiple)
  (factor, products.values.data(), products.values.size(), to.values.data());
}

void add_multiple(double factor, const unit_products& products, unit_products& to) {
  assert(products.values.size() == to.values.size());
  HWY_DYNAMIC_DISPATCH(add_multiple)
  (factor, products.values.data(), products.values.size(), to.values.data());
}

product_sums sums_of(const unit_products& products) {
  product_sums sums;
  std::vector<double> columns(products.stride, 0.0);
  unset_vector<double> rows(8 * products.units); // all of it is written
  double cubes[8] = {};
  double fourths[8] = {};
  HWY_DYNAMIC_DISPATCH(add_powers)
  (products.values.data(), products.units, products.stride, round_up(products.units, 8),
   columns.data(), rows.data(), cubes, fourths);
  for (std::size_t i = 0; i < products.units; ++i) {
    const double row_squares = sum_of_lanes(rows.data() + 8 * i);
    sums.squares += row_squares;
    sums.squared_row_squares += row_squares * row_squares;
  }
  for (const double column_squares : columns)
    sums.squared_col_squares += column_squares * column_squares;
  sums.cubes = sum_of_lanes(cubes);
  sums.fourths = sum_of_lanes(fourths);
  return sums;
}

} // namespace weightkin::detail
#endif
