#include "align/search/carried_units.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

#include <weightkin/core/element_reader.hpp>

namespace weightkin::detail {
namespace {

constexpr std::uint64_t tile_elements = 1U << 18;

/// Elements [first, first + count) of any storage, widened.
class run_source {
public:
  explicit run_source(const tensor_view& view)
      : view_(view), align_(is_byte_sized(view.type) ? 1 : 8), elements_(element_count(view)) {}

  result<void> read(std::uint64_t first, std::size_t count, float* out) {
    // Elements that share bytes can only be read together.
    const std::uint64_t begin = first / align_ * align_;
    const std::uint64_t end = std::min(elements_, (first + count + align_ - 1) / align_ * align_);
    const auto length = static_cast<std::size_t>(end - begin);
    scratch_.resize((length * bits_of(view_.type) + 7) / 8);
    auto packed = read_elements(view_, begin, length, scratch_);
    if (!packed) return std::move(packed).error();
    if (align_ == 1) {
      widen_to_f32(view_.type, *packed, count, out);
      return {};
    }
    wide_.resize(length);
    widen_to_f32(view_.type, *packed, length, wide_.data());
    std::copy_n(wide_.begin() + static_cast<std::ptrdiff_t>(first - begin), count, out);
    return {};
  }

private:
  const tensor_view& view_;
  std::uint64_t align_;
  std::uint64_t elements_;
  std::vector<std::byte> scratch_;
  std::vector<float> wide_;
};

result<void> read_columns(const tensor_view& matrix, std::span<const std::size_t> at,
                          dense_matrix& lines) {
  const std::uint64_t rows = matrix.shape[0];
  const std::uint64_t columns = matrix.shape[1];
  if (rows == 0 || columns == 0) return {};
  const std::uint64_t step = std::max<std::uint64_t>(1, tile_elements / columns);
  std::vector<float> tile(static_cast<std::size_t>(std::min(step, rows) * columns));
  run_source source(matrix);
  for (std::uint64_t row = 0; row < rows; row += step) {
    const auto count = static_cast<std::size_t>(std::min(step, rows - row));
    if (auto read =
            source.read(row * columns, count * static_cast<std::size_t>(columns), tile.data());
        !read)
      return read;
    for (std::size_t i = 0; i < at.size(); ++i)
      for (std::size_t r = 0; r < count; ++r)
        lines.values[i * lines.columns + static_cast<std::size_t>(row) + r] =
            tile[r * static_cast<std::size_t>(columns) + at[i]];
  }
  return {};
}

std::vector<std::size_t> all_of_axis(const tensor_view& matrix, std::size_t axis) {
  std::vector<std::size_t> all(static_cast<std::size_t>(matrix.shape[axis]));
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

void scale_columns(dense_matrix& m, const std::vector<float>& factor) {
  if (factor.empty()) return;
  for (std::size_t i = 0; i < m.rows; ++i)
    for (std::size_t j = 0; j < m.columns; ++j)
      m.values[i * m.columns + j] *= factor[j];
}

result<unit_matrix> turned_units(const tensor_view& matrix, const axis_change& stream,
                                 std::span<const std::size_t> dimensions, unsigned threads) {
  auto units = read_matrix_lines(matrix, 1 - stream.axis, all_of_axis(matrix, 1 - stream.axis));
  if (!units) return std::move(units).error();
  scale_columns(*units, stream.factor);
  const stream_turn& turn = *stream.turn;
  dense_matrix some{dimensions.size(), turn.from, {}};
  for (const std::size_t k : dimensions) {
    const auto row = turn.values.begin() + static_cast<std::ptrdiff_t>(k * turn.from);
    some.values.insert(some.values.end(), row, row + static_cast<std::ptrdiff_t>(turn.from));
  }
  dense_matrix turned = row_products(*units, some, threads);
  for (std::size_t i = 0; !stream.sign.empty() && i < turned.rows; ++i)
    for (std::size_t f = 0; f < turned.columns; ++f)
      turned.values[i * turned.columns + f] *= static_cast<float>(stream.sign[dimensions[f]]);
  return unit_matrix{turned.rows, turned.columns, std::move(turned.values)};
}

/// Where feature f comes from, -1 for nothing.
std::int64_t origin(const axis_change& stream, std::size_t dimension) {
  return stream.from.empty() ? static_cast<std::int64_t>(dimension) : stream.from[dimension];
}

} // namespace

result<dense_matrix> read_matrix_lines(const tensor_view& matrix, std::size_t axis,
                                       std::span<const std::size_t> at) {
  assert(matrix.shape.size() == 2 && axis < 2);
  dense_matrix lines;
  lines.rows = at.size();
  lines.columns = static_cast<std::size_t>(matrix.shape[1 - axis]);
  lines.values.resize(lines.rows * lines.columns);
  if (axis == 1) {
    if (auto read = read_columns(matrix, at, lines); !read) return std::move(read).error();
    return lines;
  }
  run_source source(matrix);
  for (std::size_t i = 0; i < at.size() && lines.columns > 0; ++i)
    if (auto read = source.read(static_cast<std::uint64_t>(at[i]) * lines.columns, lines.columns,
                                lines.values.data() + i * lines.columns);
        !read)
      return std::move(read).error();
  return lines;
}

result<std::vector<float>> read_vector(const tensor_view& vector) {
  std::vector<float> values(static_cast<std::size_t>(element_count(vector)));
  run_source source(vector);
  if (values.empty()) return values;
  if (auto read = source.read(0, values.size(), values.data()); !read)
    return std::move(read).error();
  return values;
}

result<unit_matrix> carried_units(const tensor_view& matrix, const axis_change& stream,
                                  std::span<const std::size_t> dimensions, unsigned threads) {
  if (stream.turn) return turned_units(matrix, stream, dimensions, threads);
  std::vector<std::size_t> wanted;
  for (const std::size_t k : dimensions)
    if (const std::int64_t from = origin(stream, k); from >= 0)
      wanted.push_back(static_cast<std::size_t>(from));
  auto lines = read_matrix_lines(matrix, stream.axis, wanted);
  if (!lines) return std::move(lines).error();
  unit_matrix units{lines->columns, dimensions.size(), {}};
  units.values.resize(units.units * units.features);
  std::size_t line = 0;
  for (std::size_t f = 0; f < dimensions.size(); ++f) {
    const std::int64_t from = origin(stream, dimensions[f]);
    if (from < 0) continue;
    float by = stream.factor.empty() ? 1.0F : stream.factor[static_cast<std::size_t>(from)];
    if (!stream.sign.empty()) by *= static_cast<float>(stream.sign[dimensions[f]]);
    const std::span<const float> values = lines->row(line++);
    for (std::size_t i = 0; i < units.units; ++i)
      units.values[i * units.features + f] = values[i] * by;
  }
  return units;
}

unit_matrix slice_units(const unit_matrix& all, std::size_t begin, std::size_t count) {
  const auto from = all.values.begin() + static_cast<std::ptrdiff_t>(begin * all.features);
  return {count, all.features, {from, from + static_cast<std::ptrdiff_t>(count * all.features)}};
}

} // namespace weightkin::detail
