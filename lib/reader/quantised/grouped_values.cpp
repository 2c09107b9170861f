#include "reader/quantised/grouped_values.hpp"

#include <algorithm>
#include <utility>

namespace weightkin {

grouped_values::grouped_values(std::shared_ptr<const stored_encoding> stored, scale_layout layout,
                               value_parts parts, value_rule rule, global_rule last)
    : decoded_elements(layout.rows * layout.columns, 1), stored_(std::move(stored)),
      layout_(std::move(layout)), parts_(std::move(parts)), rule_(rule), last_(last) {
  // A block may claim to be longer than what it divides.
  if (layout_.matrix_rows == 0) layout_.matrix_rows = layout_.rows;
  layout_.row_block = std::min(layout_.row_block, layout_.matrix_rows);
  layout_.column_block = std::min(layout_.column_block, layout_.columns);
}

result<void> grouped_values::decode(std::uint64_t first, std::span<float> out) const {
  return for_each_piece(first, out.size(), layout_.columns,
                        [&](const rectangle& part, std::size_t at) {
                          return decode_part(part, out.subspan(at, part.size()));
                        });
}

result<void> grouped_values::decode_part(const rectangle& part, std::span<float> out) const {
  if (auto read = parts_.codes->read(part, out); !read) return read;
  const rectangle scales = scales_of(part);
  std::vector<float> scale(scales.size());
  if (auto read = parts_.scales->read(scales, scale); !read) return read;
  std::vector<float> offset(parts_.offsets ? scales.size() : 0);
  if (parts_.offsets)
    if (auto read = parts_.offsets->read(scales, offset); !read) return read;
  for (std::size_t row = 0; row < part.rows; ++row) {
    const auto line = static_cast<std::size_t>(scale_row(part.row + row) - scales.row);
    const auto row_of = [&](const std::vector<float>& values) {
      return values.empty() ? std::span<const float>()
                            : std::span(values).subspan(line * scales.columns, scales.columns);
    };
    apply_row(part, scales, row_of(scale), row_of(offset),
              out.subspan(row * part.columns, part.columns));
  }
  return apply_global(out);
}

std::uint64_t grouped_values::scale_row(std::uint64_t row) const noexcept {
  const std::uint64_t rows_a_matrix =
      (layout_.matrix_rows + layout_.row_block - 1) / layout_.row_block;
  return row / layout_.matrix_rows * rows_a_matrix + row % layout_.matrix_rows / layout_.row_block;
}

/// The scales that a part of the values needs.
rectangle grouped_values::scales_of(const rectangle& part) const {
  rectangle scales;
  scales.row = scale_row(part.row);
  scales.rows = static_cast<std::size_t>(scale_row(part.row + part.rows - 1) - scales.row + 1);
  std::uint64_t last = 0;
  if (layout_.scale_of_column.empty()) {
    scales.column = part.column / layout_.column_block;
    last = (part.column + part.columns - 1) / layout_.column_block;
  } else {
    const auto begin = layout_.scale_of_column.begin() + static_cast<std::ptrdiff_t>(part.column);
    const auto [low, high] =
        std::minmax_element(begin, begin + static_cast<std::ptrdiff_t>(part.columns));
    scales.column = *low;
    last = *high;
  }
  scales.columns = static_cast<std::size_t>(last - scales.column + 1);
  return scales;
}

void grouped_values::apply_row(const rectangle& part, const rectangle& scales,
                               std::span<const float> scale, std::span<const float> offset,
                               std::span<float> row) const {
  for (std::size_t begin = 0; begin < row.size();) {
    const std::uint64_t column = part.column + begin;
    std::uint64_t end = column + 1;
    std::uint64_t group = 0;
    if (layout_.scale_of_column.empty()) {
      group = column / layout_.column_block;
      end = std::min<std::uint64_t>((group + 1) * layout_.column_block, part.column + row.size());
    } else {
      group = layout_.scale_of_column[static_cast<std::size_t>(column)];
    }
    const auto at = static_cast<std::size_t>(group - scales.column);
    const float s = scale[at];
    const std::span<float> run = row.subspan(begin, static_cast<std::size_t>(end - column));
    switch (rule_) {
    case value_rule::scaled:
      for (float& value : run)
        value = value * s;
      break;
    case value_rule::scaled_from_zero:
      for (float& value : run)
        value = (value - offset[at]) * s;
      break;
    case value_rule::scaled_plus:
      for (float& value : run)
        value = value * s + offset[at];
      break;
    }
    begin += run.size();
  }
}

result<void> grouped_values::apply_global(std::span<float> out) const {
  if (last_ == global_rule::none) return {};
  float global = 0;
  if (auto read = parts_.global->read({0, 0, 1, 1}, {&global, 1}); !read) return read;
  for (float& value : out)
    value = last_ == global_rule::multiply ? value * global : value / global;
  return {};
}

} // namespace weightkin
