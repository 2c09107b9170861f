#include "lineage/row_multiples.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <weightkin/core/element_reader.hpp>

namespace weightkin {
namespace {

constexpr std::uint64_t least_columns = 8;
constexpr std::uint64_t tile = 1U << 14;
/// Of the square: two roundings to f32 and some.
constexpr double rounding = 1e-11;

class value_stream {
public:
  explicit value_stream(const tensor_view& view)
      : view_(view), scratch_(tile * ((bits_of(view.type) + 7) / 8)), values_(tile) {}

  result<const float*> read(std::uint64_t first, std::uint64_t count) {
    auto packed = read_elements(view_, first, static_cast<std::size_t>(count), scratch_);
    if (!packed) return std::move(packed).error();
    widen_to_f32(view_.type, *packed, static_cast<std::size_t>(count), values_.data());
    return values_.data();
  }

private:
  const tensor_view& view_;
  std::vector<std::byte> scratch_;
  std::vector<float> values_;
};

struct row_sums {
  double aa = 0, ab = 0, bb = 0;

  void add(const float* a, const float* b, std::uint64_t count) {
    for (std::uint64_t k = 0; k < count; ++k) {
      const double x = a[k], y = b[k];
      aa += x * x;
      ab += x * y;
      bb += y * y;
    }
  }
  /// Not so where a value is not finite.
  [[nodiscard]] bool proportional() const {
    return aa * bb - ab * ab <= rounding * aa * bb && (aa > 0) == (bb > 0);
  }
};

} // namespace

result<bool> rows_are_multiples(const tensor_view& a, const tensor_view& b) {
  if (a.shape.empty() ||
      !std::equal(a.shape.begin(), a.shape.end(), b.shape.begin(), b.shape.end()))
    return false;
  const std::uint64_t rows = a.shape[0];
  if (rows == 0 || element_count(a) / rows < least_columns) return false;
  const std::uint64_t columns = element_count(a) / rows;
  value_stream left(a), right(b);
  for (std::uint64_t row = 0; row < rows; ++row) {
    row_sums sums;
    for (std::uint64_t at = 0; at < columns; at += tile) {
      const std::uint64_t count = std::min(tile, columns - at);
      const auto x = left.read(row * columns + at, count);
      if (!x) return x.error();
      const auto y = right.read(row * columns + at, count);
      if (!y) return y.error();
      sums.add(*x, *y, count);
    }
    if (!sums.proportional()) return false;
  }
  return true;
}

} // namespace weightkin
