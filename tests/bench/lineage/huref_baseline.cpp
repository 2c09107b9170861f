// HuRef (arXiv 2312.04828): products of weights that reorderings within a layer leave alone, seen
// through token embeddings: X Wq' Wk X', X Wv' Wo' X', X (Wgate' * Wup') Wdown' X' of the last two
// layers, each standardised; the cosine of all of them.
#include <algorithm>

#include "baseline.hpp"
#include "decoder_weights.hpp"

namespace weightkin::evaluation {
namespace {

/// The published choice is the last 4096 tokens of a list sorted by frequency.
constexpr Eigen::Index most_tokens = 4096;

std::vector<matrix> maps_of(const decoder_layer& layer, const matrix& x) {
  return {x * layer.q.transpose() * layer.k * x.transpose(),
          x * layer.v.transpose() * layer.o.transpose() * x.transpose(),
          x * layer.gate.cwiseProduct(layer.up).transpose() * layer.down.transpose() *
              x.transpose()};
}

double correlation(matrix a, matrix b) {
  a.array() -= a.mean();
  b.array() -= b.mean();
  const double size = a.norm() * b.norm();
  return size > 0 ? a.cwiseProduct(b).sum() / size : 0;
}

} // namespace

std::optional<double> huref_score(const baseline_question& asked) {
  const auto a = decoder_weights_of(asked.subject), b = decoder_weights_of(asked.reference);
  if (!a || !b || a->layers.size() < 2 || b->layers.size() < 2) return {};
  auto [left, right] = shared_rows(a->embedding, b->embedding, asked.token_of);
  const Eigen::Index tokens = std::min(left.rows(), most_tokens);
  if (tokens < 2) return {};
  left = left.bottomRows(tokens).eval();
  right = right.bottomRows(tokens).eval();
  double sum = 0;
  for (std::size_t last = 1; last <= 2; ++last) {
    const auto ours = maps_of(a->layers[a->layers.size() - last], left);
    const auto theirs = maps_of(b->layers[b->layers.size() - last], right);
    for (std::size_t i = 0; i < ours.size(); ++i)
      sum += correlation(ours[i], theirs[i]) / 6; // standardised maps all weigh the same
  }
  return sum;
}

} // namespace weightkin::evaluation
