#include "metric/telling_units.hpp"

#include <algorithm>

namespace weightkin::detail {
namespace {

/// NaN differs from itself: such a row is left to the columns' own rule.
bool differs(const unit_matrix& matrix, std::size_t unit) {
  const float* row = matrix.values.data() + unit * matrix.features;
  return std::any_of(row, row + matrix.features, [&](float value) { return value != row[0]; });
}

} // namespace

std::vector<std::size_t> telling_units(const unit_matrix& a, const unit_matrix& b) {
  std::vector<std::size_t> units;
  units.reserve(a.units);
  for (std::size_t i = 0; i < a.units; ++i)
    if (a.features == 1 || (differs(a, i) && differs(b, i))) units.push_back(i);
  return units;
}

unit_matrix rows_of(const unit_matrix& matrix, const std::vector<std::size_t>& units) {
  unit_matrix rows{units.size(), matrix.features, {}};
  rows.values.reserve(units.size() * matrix.features);
  for (const std::size_t unit : units) {
    const float* row = matrix.values.data() + unit * matrix.features;
    rows.values.insert(rows.values.end(), row, row + matrix.features);
  }
  return rows;
}

unit_products at_places(const unit_products& products, const std::vector<std::size_t>& units,
                        std::size_t all) {
  unit_products placed = zero_products(all);
  for (std::size_t i = 0; i < units.size(); ++i)
    for (std::size_t p = 0; p < units.size(); ++p)
      placed.values[units[i] * placed.stride + units[p]] = products.at(i, p);
  return placed;
}

std::vector<std::size_t> units_with_products(const unit_products& products) {
  const auto meets_any = [&](std::size_t unit) {
    for (std::size_t other = 0; other < products.units; ++other)
      if (products.at(unit, other) != 0 || products.at(other, unit) != 0) return true;
    return false;
  };
  std::vector<std::size_t> units;
  units.reserve(products.units);
  for (std::size_t i = 0; i < products.units; ++i)
    if (meets_any(i)) units.push_back(i);
  return units;
}

unit_products products_of(const unit_products& products, const std::vector<std::size_t>& units) {
  unit_products part = zero_products(units.size());
  for (std::size_t i = 0; i < units.size(); ++i)
    for (std::size_t p = 0; p < units.size(); ++p)
      part.values[i * part.stride + p] = products.at(units[i], units[p]);
  return part;
}

} // namespace weightkin::detail
