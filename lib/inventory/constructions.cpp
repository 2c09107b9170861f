#include "inventory/constructions.hpp"

#include <array>

namespace weightkin::detail {
namespace {

constexpr std::uint64_t most_elements = std::uint64_t{1} << 24;
constexpr std::uint64_t longest_row = std::uint64_t{1} << 16;

} // namespace

row_shape squeezed_rows(std::span<const std::uint64_t> shape) noexcept {
  row_shape rows{1, 1};
  for (const std::uint64_t extent : shape) {
    if (extent == 1) continue;
    rows.rows *= rows.columns;
    rows.columns = extent;
  }
  return rows;
}

recognised recognise_construction(const construction_candidate& candidate) {
  const std::uint64_t count = element_count(candidate.view());
  if (count < 4 || count > most_elements || candidate.shape.columns > longest_row)
    return std::optional<construction>{};
  constexpr std::array families{&recognise_positions, &recognise_masks, &recognise_matrices,
                                &recognise_spectral, &recognise_mel};
  for (const auto family : families) {
    auto found = family(candidate);
    if (!found || *found) return found;
  }
  return std::optional<construction>{};
}

} // namespace weightkin::detail
