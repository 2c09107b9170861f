#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/metric/permutation_test.hpp>

namespace weightkin::detail {

/// Directions of the residual stream that tokens give it. They turn with every change of the
/// stream's basis, so products with them do not change.
struct token_frame {
  std::size_t tokens = 0;
  std::size_t width = 0;
  std::vector<float> values; ///< tokens x width, row-major; mean token removed, rows of length 1,
                             ///< those not finite 0
};

/// The frame of the given rows of a token table (embedding or output head, rows = tokens).
/// *Exact*. \returns the medium's `io` error. \pre rank 2, rows inside.
[[nodiscard]] result<token_frame> make_token_frame(const tensor_view& table,
                                                   std::span<const std::uint64_t> rows);

/// What each unit of a matrix sees of (or writes along) the frame's tokens: units x tokens.
/// \param stream_axis the axis of `matrix` (rank 2) that is the residual stream; the other axis
///        holds the units. \param gain of the norm in front, multiplied in; empty: none.
/// *Exact*. \returns the medium's `io` error. \pre extent(stream_axis) == frame.width.
[[nodiscard]] result<unit_matrix> anchored_units(const tensor_view& matrix, std::size_t stream_axis,
                                                 std::span<const float> gain,
                                                 const token_frame& frame);

} // namespace weightkin::detail
