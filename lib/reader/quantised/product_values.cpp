#include "reader/quantised/product_values.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "reader/quantised/grouped_values.hpp"

namespace weightkin {
namespace {

/// Values of a factor held at a time.
constexpr std::uint64_t most_held = std::uint64_t{1} << 18;

} // namespace

product_values::product_values(std::shared_ptr<const stored_encoding> stored,
                               product_parts parts) noexcept
    : decoded_elements(parts.rows * parts.columns, 1), stored_(std::move(stored)),
      parts_(std::move(parts)) {}

result<void> product_values::decode(std::uint64_t first, std::span<float> out) const {
  return for_each_piece(first, out.size(), parts_.columns,
                        [&](const rectangle& part, std::size_t at) {
                          return decode_part(part, out.subspan(at, part.size()));
                        });
}

result<void> product_values::decode_part(const rectangle& part, std::span<float> out) const {
  std::fill(out.begin(), out.end(), 0.0F);
  const std::uint64_t step =
      std::max<std::uint64_t>(most_held / std::max<std::uint64_t>({part.columns, part.rows, 1}), 1);
  std::vector<float> left;
  std::vector<float> right;
  for (std::uint64_t k = 0; k < parts_.rank; k += step) {
    const auto depth = static_cast<std::size_t>(std::min(step, parts_.rank - k));
    left.resize(part.rows * depth);
    right.resize(depth * part.columns);
    if (auto read = parts_.left->read({part.row, k, part.rows, depth}, left); !read) return read;
    if (auto read = parts_.right->read({k, part.column, depth, part.columns}, right); !read)
      return read;
    for (std::size_t row = 0; row < part.rows; ++row) {
      float* to = out.data() + row * part.columns;
      for (std::size_t i = 0; i < depth; ++i) {
        const float factor = left[row * depth + i];
        const float* from = right.data() + i * part.columns;
        for (std::size_t column = 0; column < part.columns; ++column)
          to[column] += factor * from[column];
      }
    }
  }
  for (float& value : out)
    value *= parts_.scale;
  return {};
}

} // namespace weightkin
