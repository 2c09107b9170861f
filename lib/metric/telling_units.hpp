#pragma once

#include <cstddef>
#include <vector>

#include <weightkin/metric/permutation_test.hpp>

#include "metric/unit_products.hpp"

namespace weightkin::detail {

/// Units, by number, whose rows differ from feature to feature in both matrices; all of them where
/// there is but one feature. A row of equal values (a unit that was filled up with zeros, or
/// pruned) tells nothing about whose it is. But once columns are centred such rows are all alike,
/// and where both models have them at the same numbers they would correspond by number.
/// Permutations of the others alone are as fair as those of all.
[[nodiscard]] std::vector<std::size_t> telling_units(const unit_matrix& a, const unit_matrix& b);

/// Those rows alone.
[[nodiscard]] unit_matrix rows_of(const unit_matrix& matrix, const std::vector<std::size_t>& units);

/// The products of `units` of `all` units at their places; 0 elsewhere.
[[nodiscard]] unit_products at_places(const unit_products& products,
                                      const std::vector<std::size_t>& units, std::size_t all);

/// Units, by number, with a product that is not 0.
[[nodiscard]] std::vector<std::size_t> units_with_products(const unit_products& products);

/// Those rows and columns alone.
[[nodiscard]] unit_products products_of(const unit_products& products,
                                        const std::vector<std::size_t>& units);

} // namespace weightkin::detail
