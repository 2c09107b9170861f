#include "matrix_product.hpp"

// Compiled once per instruction set (Highway's foreach_target). Mul and Add round separately and
// vectors run over independent columns, so the width of a vector never shows in the result.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "zoo/matrix_product.cpp"
#include <hwy/foreach_target.h> // NOLINT: has to precede highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace weightkin::zoo::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using narrow = hn::CappedTag<float, 16>;

/// Rows rows by two vectors of columns.
template <std::size_t Rows>
HWY_INLINE void wide_tile(std::size_t k, const strided_matrix& a, std::size_t row, const float* b,
                          std::size_t b_step, float* c, std::size_t c_step) {
  const narrow d;
  const std::size_t n = hn::Lanes(d);
  const float* left[4];
  for (std::size_t i = 0; i < 4; ++i)
    left[i] = a.data + (row + (i < Rows ? i : 0)) * a.row_step;
  auto s00 = hn::LoadU(d, c), s01 = hn::LoadU(d, c + n);
  auto s10 = s00, s11 = s01, s20 = s00, s21 = s01, s30 = s00, s31 = s01;
  if constexpr (Rows == 4) {
    s10 = hn::LoadU(d, c + c_step), s11 = hn::LoadU(d, c + c_step + n);
    s20 = hn::LoadU(d, c + 2 * c_step), s21 = hn::LoadU(d, c + 2 * c_step + n);
    s30 = hn::LoadU(d, c + 3 * c_step), s31 = hn::LoadU(d, c + 3 * c_step + n);
  }
  for (std::size_t at = 0; at < k; ++at) {
    const auto b0 = hn::LoadU(d, b + at * b_step);
    const auto b1 = hn::LoadU(d, b + at * b_step + n);
    const std::size_t offset = at * a.column_step;
    const auto x0 = hn::Set(d, left[0][offset]);
    s00 = hn::Add(s00, hn::Mul(x0, b0));
    s01 = hn::Add(s01, hn::Mul(x0, b1));
    if constexpr (Rows == 4) {
      const auto x1 = hn::Set(d, left[1][offset]);
      const auto x2 = hn::Set(d, left[2][offset]);
      const auto x3 = hn::Set(d, left[3][offset]);
      s10 = hn::Add(s10, hn::Mul(x1, b0));
      s11 = hn::Add(s11, hn::Mul(x1, b1));
      s20 = hn::Add(s20, hn::Mul(x2, b0));
      s21 = hn::Add(s21, hn::Mul(x2, b1));
      s30 = hn::Add(s30, hn::Mul(x3, b0));
      s31 = hn::Add(s31, hn::Mul(x3, b1));
    }
  }
  hn::StoreU(s00, d, c);
  hn::StoreU(s01, d, c + n);
  if constexpr (Rows == 4) {
    hn::StoreU(s10, d, c + c_step);
    hn::StoreU(s11, d, c + c_step + n);
    hn::StoreU(s20, d, c + 2 * c_step);
    hn::StoreU(s21, d, c + 2 * c_step + n);
    hn::StoreU(s30, d, c + 3 * c_step);
    hn::StoreU(s31, d, c + 3 * c_step + n);
  }
}

/// One row by the vector of columns at `b` and `c`.
template <class D>
HWY_INLINE void thin_tile(D d, std::size_t k, const float* left, std::size_t column_step,
                          const float* b, std::size_t b_step, float* c) {
  auto sum = hn::LoadU(d, c);
  for (std::size_t at = 0; at < k; ++at)
    sum = hn::Add(sum, hn::Mul(hn::Set(d, left[at * column_step]), hn::LoadU(d, b + at * b_step)));
  hn::StoreU(sum, d, c);
}

} // namespace

void multiply(std::size_t m, std::size_t n, std::size_t k, const strided_matrix& a, const float* b,
              std::size_t b_step, float* c, std::size_t c_step) {
  const narrow d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t column = 0;
  for (; column + 2 * lanes <= n; column += 2 * lanes) {
    std::size_t row = 0;
    for (; row + 4 <= m; row += 4)
      wide_tile<4>(k, a, row, b + column, b_step, c + row * c_step + column, c_step);
    for (; row < m; ++row)
      wide_tile<1>(k, a, row, b + column, b_step, c + row * c_step + column, c_step);
  }
  for (; column + lanes <= n; column += lanes)
    for (std::size_t row = 0; row < m; ++row)
      thin_tile(d, k, a.data + row * a.row_step, a.column_step, b + column, b_step,
                c + row * c_step + column);
  for (; column < n; ++column)
    for (std::size_t row = 0; row < m; ++row)
      thin_tile(hn::CappedTag<float, 1>(), k, a.data + row * a.row_step, a.column_step, b + column,
                b_step, c + row * c_step + column);
}

} // namespace weightkin::zoo::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace weightkin::zoo {

HWY_EXPORT(multiply);

void add_product(std::size_t m, std::size_t n, std::size_t k, const strided_matrix& a,
                 const float* b, std::size_t b_step, float* c, std::size_t c_step) {
  HWY_DYNAMIC_DISPATCH(multiply)(m, n, k, a, b, b_step, c, c_step);
}

void transpose(std::size_t rows, std::size_t columns, const float* in, std::size_t step,
               float* out) {
  constexpr std::size_t block = 16;
  for (std::size_t top = 0; top < rows; top += block)
    for (std::size_t left = 0; left < columns; left += block)
      for (std::size_t i = top; i < rows && i < top + block; ++i)
        for (std::size_t j = left; j < columns && j < left + block; ++j)
          out[j * rows + i] = in[i * step + j];
}

} // namespace weightkin::zoo
#endif
