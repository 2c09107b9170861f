#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <weightkin/align/alignment.hpp>
#include <weightkin/core/element_reader.hpp>

#include "align/search/tensor_placement.hpp"

/// Slow and obvious: what a placement makes of a matrix or vector.
namespace weightkin::test {

struct plain_array {
  std::vector<std::size_t> shape;
  std::vector<double> values;
};

inline plain_array read_plain(const tensor_view& view) {
  plain_array array;
  for (const auto extent : view.shape)
    array.shape.push_back(static_cast<std::size_t>(extent));
  array.values = *read_as_f64(view, 0, static_cast<std::size_t>(element_count(view)));
  return array;
}

/// \pre rank 1 or 2.
inline plain_array changed(const plain_array& before, const detail::axis_change& change) {
  const bool matrix = before.shape.size() == 2;
  const std::size_t old_extent = before.shape[change.axis];
  const std::size_t lines = matrix ? before.shape[1 - change.axis] : 1;
  std::size_t extent = old_extent;
  if (change.turn) extent = change.turn->to;
  if (!change.from.empty()) extent = change.from.size();
  plain_array after;
  after.shape = before.shape;
  after.shape[change.axis] = extent;
  after.values.assign(extent * lines, 0.0);
  const auto at = [&](const plain_array& array, std::size_t i, std::size_t line) {
    if (!matrix) return i;
    return change.axis == 0 ? i * array.shape[1] + line : line * array.shape[1] + i;
  };
  for (std::size_t line = 0; line < lines; ++line)
    for (std::size_t i = 0; i < extent; ++i) {
      const auto old = [&](std::size_t j) {
        return before.values[at(before, j, line)] * (change.factor.empty() ? 1 : change.factor[j]);
      };
      double value = 0;
      if (change.turn)
        for (std::size_t j = 0; j < old_extent; ++j)
          value += change.turn->values[i * old_extent + j] * old(j);
      else if (change.from.empty())
        value = old(i);
      else if (change.from[i] >= 0)
        value = old(static_cast<std::size_t>(change.from[i]));
      if (!change.sign.empty()) value *= change.sign[i];
      after.values[at(after, i, line)] = value;
    }
  return after;
}

inline plain_array carried(const tensor_view& view, const std::vector<detail::axis_change>& by) {
  plain_array array = read_plain(view);
  for (const detail::axis_change& change : by)
    array = changed(array, change);
  return array;
}

/// NaN when shapes differ.
inline double cosine(const plain_array& a, const plain_array& b) {
  if (a.shape != b.shape) return std::nan("");
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t k = 0; k < a.values.size(); ++k) {
    ab += a.values[k] * b.values[k];
    aa += a.values[k] * a.values[k];
    bb += b.values[k] * b.values[k];
  }
  return ab / std::sqrt(aa * bb);
}

} // namespace weightkin::test
