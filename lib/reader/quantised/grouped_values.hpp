#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "reader/decode/decoded_elements.hpp"
#include "reader/quantised/value_grid.hpp"

namespace weightkin {

/// Which scale belongs to which value of a matrix, or of a stack of matrices on top of each other.
struct scale_layout {
  std::uint64_t rows = 0; ///< of all matrices together
  std::uint64_t columns = 0;
  std::uint64_t column_block = 1; ///< neighbours in a row that share a scale
  std::uint64_t row_block = 1;    ///< rows of one matrix that share their scales
  std::uint64_t matrix_rows = 0;  ///< 0: one matrix
  /// Not empty: the column of scales for each column, instead of `column_block`.
  std::vector<std::uint32_t> scale_of_column{};
};

/// What to do with a code q, its scale s and its zero point z or offset b, in f32.
enum class value_rule {
  scaled,           ///< q * s
  scaled_from_zero, ///< (q - z) * s
  scaled_plus,      ///< q * s + b
};

/// Applied last, with one number for the whole tensor.
enum class global_rule { none, multiply, divide };

/// The grids of one weight. `offsets` are zero points or offsets, laid out like the scales.
struct value_parts {
  std::unique_ptr<const value_grid> codes;
  std::unique_ptr<const value_grid> scales;
  std::unique_ptr<const value_grid> offsets; ///< null for `scaled`
  std::unique_ptr<const value_grid> global;  ///< one value; null for `none`
};

/// Codes times scales: what nearly every quantised layout decodes to.
class grouped_values final : public decoded_elements {
public:
  /// \param stored what the grids borrow from, kept alive
  grouped_values(std::shared_ptr<const stored_encoding> stored, scale_layout layout,
                 value_parts parts, value_rule rule, global_rule last = global_rule::none);

protected:
  [[nodiscard]] result<void> decode(std::uint64_t first, std::span<float> out) const override;

private:
  [[nodiscard]] result<void> decode_part(const rectangle& part, std::span<float> out) const;
  [[nodiscard]] rectangle scales_of(const rectangle& part) const;
  [[nodiscard]] std::uint64_t scale_row(std::uint64_t row) const noexcept;
  void apply_row(const rectangle& part, const rectangle& scales, std::span<const float> scale,
                 std::span<const float> offset, std::span<float> row) const;
  [[nodiscard]] result<void> apply_global(std::span<float> out) const;

  std::shared_ptr<const stored_encoding> stored_;
  scale_layout layout_;
  value_parts parts_;
  value_rule rule_;
  global_rule last_;
};

/// Calls `visit(rectangle, offset of its first value in the range)` for pieces that make up the
/// C-order range [first, first + count) of rows of `columns`: parts of one row, or whole rows, of
/// at most some 64 Ki values each. Stops at the first error.
template <class Visit>
result<void> for_each_piece(std::uint64_t first, std::size_t count, std::uint64_t columns,
                            Visit visit) {
  constexpr std::uint64_t most_values = std::uint64_t{1} << 16;
  for (std::uint64_t done = 0; done < count;) {
    const std::uint64_t left = count - done;
    rectangle part{(first + done) / columns, (first + done) % columns, 1, 0};
    if (part.column == 0 && left >= columns && columns <= most_values) {
      part.rows = static_cast<std::size_t>(std::min(left, most_values) / columns);
      part.columns = static_cast<std::size_t>(columns);
    } else {
      part.columns = static_cast<std::size_t>(std::min({left, columns - part.column, most_values}));
    }
    if (auto visited = visit(part, static_cast<std::size_t>(done)); !visited) return visited;
    done += part.size();
  }
  return {};
}

} // namespace weightkin
