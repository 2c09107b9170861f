#include "decoder_weights.hpp"

#include <algorithm>
#include <cmath>

#include "align/assignment.hpp"

namespace weightkin::evaluation {
namespace {

matrix matrix_of(const zoo::zoo_tensor& tensor) {
  using row_major = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  return Eigen::Map<const row_major>(tensor.values.data(), static_cast<Eigen::Index>(tensor.rows()),
                                     static_cast<Eigen::Index>(tensor.columns()))
      .cast<double>();
}

/// Every key head once for each query head that reads it.
matrix repeated_heads(const matrix& narrow, Eigen::Index head_width, Eigen::Index rows) {
  const Eigen::Index heads = narrow.rows() / head_width;
  const Eigen::Index group = rows / narrow.rows();
  matrix wide(rows, narrow.cols());
  for (Eigen::Index head = 0; head < heads * group; ++head)
    wide.middleRows(head * head_width, head_width) =
        narrow.middleRows(head / group * head_width, head_width);
  return wide;
}

} // namespace

std::optional<decoder_weights> decoder_weights_of(const zoo::zoo_model& model) {
  const auto* tokens = model.find("model.embed_tokens.weight");
  if (model.kind != zoo::backbone::decoder || !tokens) return {};
  decoder_weights weights;
  weights.embedding = matrix_of(*tokens);
  const auto head_width = static_cast<Eigen::Index>(model.decoder.head_width);
  for (std::size_t layer = 0;; ++layer) {
    const std::string at = "model.layers." + std::to_string(layer) + ".";
    if (!model.find(at + "self_attn.q_proj.weight")) break;
    decoder_layer& part = weights.layers.emplace_back();
    const std::pair<const char*, matrix*> wanted[] = {
        {"self_attn.q_proj", &part.q}, {"self_attn.k_proj", &part.k}, {"self_attn.v_proj", &part.v},
        {"self_attn.o_proj", &part.o}, {"mlp.gate_proj", &part.gate}, {"mlp.up_proj", &part.up},
        {"mlp.down_proj", &part.down}};
    for (const auto& [name, into] : wanted) {
      const auto* tensor = model.find(at + name + ".weight");
      if (!tensor) return {};
      *into = matrix_of(*tensor);
    }
    if (part.k.rows() == 0 || part.q.rows() % part.k.rows() != 0) return {};
    part.k = repeated_heads(part.k, head_width, part.q.rows());
    part.v = repeated_heads(part.v, head_width, part.q.rows());
  }
  if (weights.layers.empty()) return {};
  return weights;
}

std::pair<matrix, matrix> shared_rows(const matrix& subject, const matrix& reference,
                                      const std::vector<std::int64_t>& token_of) {
  std::vector<Eigen::Index> left, right;
  for (Eigen::Index row = 0; row < subject.rows(); ++row) {
    const auto i = static_cast<std::size_t>(row);
    const std::int64_t other = token_of.empty()      ? row
                               : i < token_of.size() ? token_of[i]
                                                     : std::int64_t{-1};
    if (other < 0 || other >= reference.rows()) continue;
    left.push_back(row);
    right.push_back(other);
  }
  return {subject(left, Eigen::all), reference(right, Eigen::all)};
}

matrix column_cosines(const matrix& a, const matrix& b) {
  const auto unit = [](const matrix& m) -> matrix {
    return m * m.colwise().norm().cwiseMax(1e-30).cwiseInverse().asDiagonal();
  };
  return unit(a).transpose() * unit(b);
}

std::vector<std::int64_t> best_assignment(const matrix& gains) {
  const bool swapped = gains.cols() > gains.rows();
  const matrix table = swapped ? matrix(gains.transpose()) : gains;
  // Rows of the cost table: the smaller side.
  cost_table costs{
      static_cast<std::size_t>(table.cols()), static_cast<std::size_t>(table.rows()), {}};
  for (Eigen::Index few = 0; few < table.cols(); ++few)
    for (Eigen::Index many = 0; many < table.rows(); ++many)
      costs.cost.push_back(-table(many, few));
  const std::vector<std::size_t> chosen = cheapest_assignment(costs);
  std::vector<std::int64_t> row_of(static_cast<std::size_t>(gains.cols()), -1);
  for (std::size_t few = 0; few < chosen.size(); ++few)
    if (swapped)
      row_of[chosen[few]] = static_cast<std::int64_t>(few);
    else
      row_of[few] = static_cast<std::int64_t>(chosen[few]);
  return row_of;
}

Eigen::VectorXd singular_values(const matrix& m) {
  const matrix gram = m.rows() < m.cols() ? matrix(m * m.transpose()) : matrix(m.transpose() * m);
  const Eigen::SelfAdjointEigenSolver<matrix> parts(gram, Eigen::EigenvaluesOnly);
  return parts.eigenvalues().cwiseMax(0).cwiseSqrt().reverse();
}

matrix orthogonal_factor(const matrix& m) {
  if (m.rows() < m.cols()) return orthogonal_factor(m.transpose()).transpose();
  const Eigen::SelfAdjointEigenSolver<matrix> parts(m.transpose() * m);
  const Eigen::VectorXd squares = parts.eigenvalues();
  const double least = 1e-14 * squares.maxCoeff();
  const Eigen::VectorXd inverse =
      squares.unaryExpr([least](double x) { return x > least ? 1 / std::sqrt(x) : 0.0; });
  return m * parts.eigenvectors() * inverse.asDiagonal() * parts.eigenvectors().transpose();
}

} // namespace weightkin::evaluation
