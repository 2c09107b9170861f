#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "inventory/constructions.hpp"

namespace weightkin::detail {
namespace {

const std::optional<construction> none;

template <class Fill>
recognised if_matches(const construction_candidate& candidate, row_shape shape, const char* name,
                      Fill&& fill) {
  const auto same = matches_rows(candidate.view(), shape, std::forward<Fill>(fill));
  if (!same) return same.error();
  return *same ? std::optional(construction{name, false}) : none;
}

/// Square mask: one value on and below the diagonal, another above it.
recognised try_causal(const construction_candidate& candidate) {
  const row_shape shape = candidate.shape;
  const double inside = candidate.head[0];
  const double outside = candidate.head[1];
  const bool kept = inside == 1 && outside == 0;
  const bool inverted = inside == 0 && outside == 1;
  const bool added = inside == 0 && outside <= -1e4;
  if (!(kept || inverted || added)) return none;
  const std::uint64_t side = shape.columns;
  return if_matches(candidate, shape, "causal mask", [&](std::uint64_t row, expected_row& out) {
    for (std::uint64_t c = 0; c < side; ++c)
      out.value[c] = c <= row % side ? inside : outside;
  });
}

/// One value on the diagonal, zero elsewhere.
recognised try_identity(const construction_candidate& candidate) {
  const double diagonal = candidate.head[0];
  if (diagonal == 0 || candidate.head[1] != 0 || !std::isfinite(diagonal)) return none;
  const std::uint64_t side = candidate.shape.columns;
  return if_matches(candidate, candidate.shape,
                    diagonal == 1 ? "identity matrix" : "multiple of the identity matrix",
                    [&](std::uint64_t row, expected_row& out) {
                      std::fill(out.value.begin(), out.value.end(), 0.0);
                      if (row < side) out.value[row] = diagonal;
                    });
}

/// Convolution that copies channel i to channel i: one at the centre tap, zero elsewhere.
recognised try_dirac(const construction_candidate& candidate) {
  const auto shape = candidate.view().shape;
  std::uint64_t taps = 1;
  std::uint64_t centre = 0;
  for (std::size_t axis = 2; axis < shape.size(); ++axis) {
    taps *= shape[axis];
    centre = centre * shape[axis] + shape[axis] / 2;
  }
  const std::uint64_t columns = shape[1] * taps;
  if (columns > (std::uint64_t{1} << 20)) return none;
  for (std::size_t i = 0; i < std::min<std::uint64_t>(candidate.head.size(), taps); ++i)
    if (candidate.head[i] != (i == centre ? 1.0 : 0.0)) return none;
  return if_matches(candidate, row_shape{shape[0], columns}, "identity convolution",
                    [&](std::uint64_t row, expected_row& out) {
                      std::fill(out.value.begin(), out.value.end(), 0.0);
                      if (row < shape[1]) out.value[row * taps + centre] = 1;
                    });
}

/// 0, 1, 2, ... or 1, 2, 3, ...
recognised try_counting(const construction_candidate& candidate) {
  const double first = candidate.head[0];
  if ((first != 0 && first != 1) || candidate.head[1] != first + 1) return none;
  return if_matches(candidate, candidate.shape, "counting numbers",
                    [&](std::uint64_t, expected_row& out) {
                      for (std::size_t i = 0; i < out.value.size(); ++i)
                        out.value[i] = first + static_cast<double>(i);
                    });
}

/// Sylvester's Hadamard matrix, any scale: sign (-1)^popcount(row & column).
recognised try_hadamard(const construction_candidate& candidate) {
  const double scale = candidate.head[0];
  if (!(scale > 0) || candidate.head[1] != scale) return none;
  return if_matches(candidate, candidate.shape, "Hadamard matrix",
                    [&](std::uint64_t row, expected_row& out) {
                      for (std::uint64_t c = 0; c < out.value.size(); ++c)
                        out.value[c] = std::popcount(row & c) % 2 == 0 ? scale : -scale;
                    });
}

/// Initial state matrix of state-space layers: every row is log(1), log(2), ..., log(n).
recognised try_state_space(const construction_candidate& candidate) {
  if (candidate.head[0] != 0 || std::fabs(candidate.head[1] - std::log(2.0)) > 0.01) return none;
  return if_matches(candidate, candidate.shape, "initial state matrix of a state-space layer",
                    [&](std::uint64_t, expected_row& out) {
                      for (std::size_t i = 0; i < out.value.size(); ++i)
                        out.value[i] = std::log(static_cast<double>(i + 1));
                    });
}

} // namespace

recognised recognise_masks(const construction_candidate& candidate) {
  const row_shape shape = candidate.shape;
  const bool square_blocks = shape.columns >= 2 && shape.rows % shape.columns == 0;
  if (shape.rows < 2 || !square_blocks || candidate.head.size() < 2) return none;
  return try_causal(candidate);
}

recognised recognise_matrices(const construction_candidate& candidate) {
  const row_shape shape = candidate.shape;
  if (candidate.head.size() < 4) return none;
  if (shape.rows == 1) return try_counting(candidate);
  if (candidate.fact->rank() >= 3) {
    auto found = try_dirac(candidate);
    if (!found || *found) return found;
  }
  if (shape.columns < 2) return none;
  auto found = try_identity(candidate);
  if (!found || *found) return found;
  found = try_state_space(candidate);
  if (!found || *found) return found;
  const bool power_of_two = shape.rows == shape.columns && std::has_single_bit(shape.columns);
  return power_of_two ? try_hadamard(candidate) : recognised(none);
}

} // namespace weightkin::detail
