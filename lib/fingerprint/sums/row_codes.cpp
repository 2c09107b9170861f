#include "fingerprint/sums/row_codes.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fingerprint/sums/print_codes.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t landmark_count = 8;

double norm_of(const print_row& row) noexcept {
  return std::sqrt(static_cast<double>(row.energy) * 0x1p-44);
}

std::array<float, 32> profile_of(const print_rows& rows) {
  std::vector<double> norms(rows.size());
  for (std::size_t i = 0; i < norms.size(); ++i)
    norms[i] = norm_of(rows.row(i));
  std::sort(norms.begin(), norms.end());
  std::array<float, 32> profile;
  for (std::size_t i = 0; i < profile.size(); ++i)
    profile[i] = static_cast<float>(norms[(2 * i + 1) * norms.size() / 64]);
  return profile;
}

std::vector<row_landmark> landmarks_of(const print_rows& rows) {
  std::vector<std::uint32_t> order(rows.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto heavier = [&rows](std::uint32_t a, std::uint32_t b) {
    const print_u128 energy_a = rows.row(a).energy;
    const print_u128 energy_b = rows.row(b).energy;
    return energy_a != energy_b ? energy_a > energy_b : a < b;
  };
  std::partial_sort(order.begin(), order.begin() + landmark_count, order.end(), heavier);
  std::vector<row_landmark> landmarks(landmark_count);
  for (std::size_t i = 0; i < landmark_count; ++i) {
    const print_row& row = rows.row(order[i]);
    const auto coded = code_features(row.features);
    landmarks[i] = {order[i], static_cast<float>(norm_of(row)), coded.scale, coded.codes};
  }
  return landmarks;
}

using gram_matrix = std::array<std::array<double, print_features>, print_features>;

/// Products of features f <= g, summed over the rows in order.
gram_matrix products_of(const print_rows& rows) {
  gram_matrix products{};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::array<double, print_features> values;
    const print_lanes& features = rows.row(i).features;
    std::transform(features.begin(), features.end(), values.begin(), as_value);
    for (std::size_t f = 0; f < print_features; ++f)
      for (std::size_t g = f; g < print_features; ++g)
        products[f][g] += values[f] * values[g];
  }
  return products;
}

std::array<std::int8_t, 120> gram_of(const print_rows& rows) {
  const gram_matrix products = products_of(rows);
  std::array<std::int8_t, 120> codes;
  std::size_t at = 0;
  for (std::size_t f = 0; f < print_features; ++f)
    for (std::size_t g = f + 1; g < print_features; ++g) {
      const double root = std::sqrt(products[f][f] * products[g][g]);
      codes[at++] =
          root == 0 ? std::int8_t{0}
                    : static_cast<std::int8_t>(nearest_integer(127 * products[f][g] / root, 127));
    }
  return codes;
}

} // namespace

row_summary summarise_rows(const print_rows& rows) {
  return {profile_of(rows), landmarks_of(rows), gram_of(rows)};
}

} // namespace weightkin::detail
