// MDIR: the orthogonal factor of E' F for the rows of both token tables that are the same token;
// how near it is to a signed permutation (or, without a choice to pay for, to the identity), and
// how unlikely that is of a random orthogonal matrix: -log10 p.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "baseline.hpp"
#include "decoder_weights.hpp"

namespace weightkin::evaluation {
namespace {

/// P(mean of the diagonal >= t) is about exp(-n^2 rate(t)) (Gross, Witten and Wadia).
double rate(double t) {
  if (t <= 0) return 0;
  if (t <= 0.5) return t * t / 2;
  return 0.125 - 0.25 * std::log(2 * (1 - std::min(t, 1 - 1e-12)));
}

} // namespace

std::optional<double> mdir_score(const baseline_question& asked) {
  const auto a = decoder_weights_of(asked.subject), b = decoder_weights_of(asked.reference);
  if (!a || !b) return {};
  const auto [left, right] = shared_rows(a->embedding, b->embedding, asked.token_of);
  if (left.rows() < 2) return {};
  const matrix turn = orthogonal_factor(left.transpose() * right);
  const matrix sizes = turn.cwiseAbs();
  const auto n = static_cast<double>(std::min(turn.rows(), turn.cols()));
  double matched = 0;
  const auto chosen = best_assignment(sizes);
  for (std::size_t j = 0; j < chosen.size(); ++j)
    if (chosen[j] >= 0) matched += sizes(chosen[j], static_cast<Eigen::Index>(j));
  const double candidates = n * std::numbers::ln2 + std::lgamma(n + 1);
  const double permuted = candidates - n * n * rate(matched / n);
  const double in_order = -n * n * rate(turn.diagonal().sum() / n);
  const double log_p = std::min(permuted, in_order) + std::numbers::ln2; // two looks
  return std::max(0.0, -log_p / std::numbers::ln10);
}

} // namespace weightkin::evaluation
