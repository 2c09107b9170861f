#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/metric/permutation_test.hpp>

#include "align/search/dense_matrix.hpp"
#include "align/search/tensor_placement.hpp"

namespace weightkin::detail {

/// The lines of a matrix at the positions `at` along `axis` (0: rows, 1: columns), one a row, as
/// f32. \pre rank 2, positions inside. \returns the medium's `io` error. Memory: the answer and a
/// tile of rows.
[[nodiscard]] result<dense_matrix> read_matrix_lines(const tensor_view& matrix, std::size_t axis,
                                                     std::span<const std::size_t> at);

/// All values of a vector. \returns the medium's `io` error.
[[nodiscard]] result<std::vector<float>> read_vector(const tensor_view& vector);

/// The units of a matrix (rows) seen along some dimensions of the residual stream (features), after
/// the stream's axis was changed. \param stream.axis the axis of `matrix` that is the stream; the
/// other one holds the units. \param dimensions which of the changed axis; where nothing came from,
/// 0. \pre rank 2, `stream` fits the matrix. \returns the medium's `io` error.
/// Cost: with a turn, units * old width * dimensions. Memory: the answer, with a turn the matrix.
[[nodiscard]] result<unit_matrix> carried_units(const tensor_view& matrix,
                                                const axis_change& stream,
                                                std::span<const std::size_t> dimensions,
                                                unsigned threads);

/// `count` units from `begin` on: a part of what is fused.
[[nodiscard]] unit_matrix slice_units(const unit_matrix& all, std::size_t begin, std::size_t count);

} // namespace weightkin::detail
