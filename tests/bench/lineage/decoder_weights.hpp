#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Dense>

#include "zoo/zoo_model.hpp"

/// A decoder as the formulas of published methods name its parts.
namespace weightkin::evaluation {

using matrix = Eigen::MatrixXd;

/// Rows are outputs. Keys and values are repeated for the query heads that share them.
struct decoder_layer {
  matrix q, k, v, o;
  matrix gate, up, down;
};

struct decoder_weights {
  matrix embedding; ///< tokens by width
  std::vector<decoder_layer> layers;
};

/// Nothing where a part is missing: experts instead of one network, another backbone. Pairs of
/// query heads and their keys stay together whatever the order of the heads.
[[nodiscard]] std::optional<decoder_weights> decoder_weights_of(const zoo::zoo_model& model);

/// Rows of both token tables that are the same token. \param token_of as in `baseline_question`.
[[nodiscard]] std::pair<matrix, matrix> shared_rows(const matrix& subject, const matrix& reference,
                                                    const std::vector<std::int64_t>& token_of);

/// Cosines of the columns of two matrices with equally many rows.
[[nodiscard]] matrix column_cosines(const matrix& a, const matrix& b);

/// The one-to-one choice with the largest sum; the smaller side is matched completely.
/// \returns for each column its row, -1 for those left over.
[[nodiscard]] std::vector<std::int64_t> best_assignment(const matrix& gains);

/// Descending; the square root of what a Gram matrix has, so good to about 1e-8 of the largest.
[[nodiscard]] Eigen::VectorXd singular_values(const matrix& m);
/// The factor U of M = U P: the matrix with orthonormal columns (or rows) nearest to M. Directions
/// that M does not have stay empty.
[[nodiscard]] matrix orthogonal_factor(const matrix& m);

} // namespace weightkin::evaluation
