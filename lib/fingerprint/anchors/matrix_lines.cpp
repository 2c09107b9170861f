#include "fingerprint/anchors/matrix_lines.hpp"

#include <algorithm>

#include <weightkin/core/element_reader.hpp>

namespace weightkin::detail {
namespace {

constexpr std::uint64_t tile_elements = 65536;

/// Packed elements of a run, widened from the whole byte at or before its first one.
class run_window {
public:
  explicit run_window(const tensor_view& view)
      : view_(view), align_(is_byte_sized(view.type) ? 1 : 8), elements_(element_count(view)) {}

  result<void> move_to(std::uint64_t first, std::uint64_t count) {
    begin_ = first / align_ * align_;
    const std::uint64_t end = std::min(elements_, (first + count + align_ - 1) / align_ * align_);
    const auto length = static_cast<std::size_t>(end - begin_);
    scratch_.resize((length * bits_of(view_.type) + 7) / 8);
    auto packed = read_elements(view_, begin_, length, scratch_);
    if (!packed) return std::move(packed).error();
    packed_ = *packed;
    if (align_ == 1) return {};
    // Elements that share bytes are widened together.
    wide_.resize(length);
    widen_to_f64(view_.type, packed_, length, wide_.data());
    return {};
  }

  /// `count` elements from `first` on. \pre inside the run last moved to.
  void copy(std::uint64_t first, std::size_t count, double* out) const {
    const auto skip = static_cast<std::size_t>(first - begin_);
    if (align_ != 1) {
      std::copy_n(wide_.begin() + static_cast<std::ptrdiff_t>(skip), count, out);
      return;
    }
    const std::size_t bytes = bits_of(view_.type) / 8;
    widen_to_f64(view_.type, packed_.subspan(skip * bytes, count * bytes), count, out);
  }

private:
  const tensor_view& view_;
  std::uint64_t align_;
  std::uint64_t elements_;
  std::uint64_t begin_ = 0;
  std::vector<std::byte> scratch_;
  std::span<const std::byte> packed_;
  std::vector<double> wide_;
};

result<void> read_rows(run_window& window, std::uint64_t columns, std::span<const std::uint64_t> at,
                       matrix_lines& lines) {
  for (std::size_t i = 0; i < at.size(); ++i) {
    if (auto moved = window.move_to(at[i] * columns, columns); !moved) return moved;
    window.copy(at[i] * columns, lines.width, lines.values.data() + i * lines.width);
  }
  return {};
}

result<void> read_columns(run_window& window, std::uint64_t rows, std::uint64_t columns,
                          std::span<const std::uint64_t> at, matrix_lines& lines) {
  const std::uint64_t step = std::max<std::uint64_t>(1, tile_elements / columns);
  for (std::uint64_t row = 0; row < rows; row += step) {
    const std::uint64_t end = std::min(rows, row + step);
    if (auto moved = window.move_to(row * columns, (end - row) * columns); !moved) return moved;
    for (std::uint64_t r = row; r < end; ++r)
      for (std::size_t i = 0; i < at.size(); ++i)
        window.copy(r * columns + at[i], 1,
                    lines.values.data() + i * lines.width + static_cast<std::size_t>(r));
  }
  return {};
}

} // namespace

result<matrix_lines> read_lines(const tensor_view& matrix, std::size_t axis,
                                std::span<const std::uint64_t> at) {
  const std::uint64_t rows = matrix.shape[0];
  const std::uint64_t columns = matrix.shape[1];
  matrix_lines lines;
  lines.width = static_cast<std::size_t>(axis == 0 ? columns : rows);
  lines.values.resize(at.size() * lines.width);
  run_window window(matrix);
  auto read = axis == 0 ? read_rows(window, columns, at, lines)
                        : read_columns(window, rows, columns, at, lines);
  if (!read) return std::move(read).error();
  return lines;
}

double sum8(std::span<const double> a, std::span<const double> b) noexcept {
  double lanes[8] = {};
  std::size_t k = 0;
  for (; k + 8 <= a.size(); k += 8)
    for (std::size_t lane = 0; lane < 8; ++lane)
      lanes[lane] += a[k + lane] * b[k + lane];
  for (std::size_t lane = 0; k < a.size(); ++k, ++lane)
    lanes[lane] += a[k] * b[k];
  return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
         ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

} // namespace weightkin::detail
