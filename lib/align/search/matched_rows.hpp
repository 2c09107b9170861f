#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <weightkin/metric/permutation_test.hpp>

namespace weightkin::detail {

/// The rows of a unit matrix that can be matched, made comparable by cosine.
struct matched_rows {
  std::size_t features = 0;
  std::vector<std::size_t> unit; ///< per row its unit; ascending
  std::vector<float> values;     ///< unit.size() x features, rows of length 1

  [[nodiscard]] std::size_t size() const noexcept { return unit.size(); }
  [[nodiscard]] const float* row(std::size_t i) const noexcept {
    return values.data() + i * features;
  }
};

/// What is taken off before rows are compared.
enum class centring : std::uint8_t {
  columns, ///< the mean over units of every feature: what all units have in common
  rows,    ///< the mean over features of every unit: leaves a unit's sign free to change
};

/// Centred, features divided by their root mean square over the units, rows scaled to length 1.
/// Rows with a value that is not finite, and rows without length, are left out. *Exact*.
[[nodiscard]] matched_rows comparable_rows(const unit_matrix& matrix, centring what);

/// The given rows (positions in `all`), in that order.
[[nodiscard]] matched_rows pick_rows(const matched_rows& all, const std::vector<std::size_t>& at);

} // namespace weightkin::detail
