// AWM: residual dimensions matched by the columns of the token tables (assignment on |cosine|),
// then unbiased CKA of Wq and of Wk along those dimensions, layer by layer; layers are assigned
// where their numbers differ.
#include <cmath>

#include "baseline.hpp"
#include "decoder_weights.hpp"

namespace weightkin::evaluation {
namespace {

/// A Gram matrix, centred without bias: zero diagonal, zero row and column sums off it.
matrix centred(matrix gram) {
  const auto n = static_cast<double>(gram.rows());
  gram.diagonal().setZero();
  Eigen::RowVectorXd means = gram.colwise().sum() / (n - 2);
  means.array() -= means.sum() / (2 * (n - 1));
  gram.rowwise() -= means;
  gram.colwise() -= means.transpose();
  gram.diagonal().setZero();
  return gram;
}

/// Rows of both are the same residual dimensions.
double unbiased_cka(const matrix& x, const matrix& y) {
  const matrix k = centred(x * x.transpose()), l = centred(y * y.transpose());
  const double size = k.norm() * l.norm();
  return size > 0 ? k.cwiseProduct(l).sum() / size : 0;
}

/// Columns of the wide model in the order, and with the signs, of the narrow one's.
struct matched_columns {
  std::vector<Eigen::Index> column;
  Eigen::RowVectorXd sign;
  [[nodiscard]] matrix of(const matrix& wide) const {
    return wide(Eigen::all, column) * sign.asDiagonal();
  }
};

matched_columns match_columns(const matrix& wide, const matrix& narrow) {
  const matrix cosines = column_cosines(wide, narrow);
  const auto chosen = best_assignment(cosines.cwiseAbs());
  matched_columns match;
  match.sign.resize(narrow.cols());
  for (Eigen::Index j = 0; j < narrow.cols(); ++j) {
    match.column.push_back(chosen[static_cast<std::size_t>(j)]);
    match.sign[j] = cosines(match.column.back(), j) < 0 ? -1 : 1;
  }
  return match;
}

} // namespace

std::optional<double> awm_score(const baseline_question& asked) {
  auto a = decoder_weights_of(asked.subject), b = decoder_weights_of(asked.reference);
  if (!a || !b) return {};
  auto [left, right] = shared_rows(a->embedding, b->embedding, asked.token_of);
  if (left.rows() < 2) return {};
  if (left.cols() < right.cols()) {
    std::swap(a, b);
    std::swap(left, right);
  }
  const matched_columns match = match_columns(left, right);
  matrix likeness(static_cast<Eigen::Index>(a->layers.size()),
                  static_cast<Eigen::Index>(b->layers.size()));
  for (Eigen::Index i = 0; i < likeness.rows(); ++i)
    for (Eigen::Index j = 0; j < likeness.cols(); ++j) {
      if (a->layers.size() == b->layers.size() && i != j) continue;
      const decoder_layer &ours = a->layers[static_cast<std::size_t>(i)],
                          &theirs = b->layers[static_cast<std::size_t>(j)];
      likeness(i, j) = 0.5 * (unbiased_cka(match.of(ours.q).transpose(), theirs.q.transpose()) +
                              unbiased_cka(match.of(ours.k).transpose(), theirs.k.transpose()));
    }
  if (likeness.rows() == likeness.cols()) return likeness.diagonal().mean();
  double sum = 0, matched = 0;
  const auto layer_of = best_assignment(likeness);
  for (std::size_t j = 0; j < layer_of.size(); ++j)
    if (layer_of[j] >= 0) {
      sum += likeness(layer_of[j], static_cast<Eigen::Index>(j));
      matched += 1;
    }
  return sum / matched;
}

} // namespace weightkin::evaluation
