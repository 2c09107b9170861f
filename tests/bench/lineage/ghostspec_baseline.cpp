// GhostSpec (arXiv 2511.06390), the mse score: singular values of Wq' Wk and Wo Wv by layer, cut
// at the smaller effective rank and stretched to [0, 1]; the path through both stacks of layers
// with the smallest mean distance (POSA), a skipped layer costing a constant. The published score
// is a logistic function of minus that distance, which ranks alike.
#include <algorithm>
#include <cmath>
#include <limits>

#include "baseline.hpp"
#include "decoder_weights.hpp"

namespace weightkin::evaluation {
namespace {

using spectrum = Eigen::VectorXd;

/// What a skipped layer costs. The published constants are fitted to its benchmark; this is about
/// the distance of unrelated layers there.
constexpr double skip_cost = 0.005;

struct layer_spectra {
  spectrum scores; ///< of Wq' Wk
  spectrum values; ///< of Wo Wv
};

std::vector<layer_spectra> spectra_of(const decoder_weights& model) {
  std::vector<layer_spectra> all;
  for (const decoder_layer& layer : model.layers)
    all.push_back(
        {singular_values(layer.q.transpose() * layer.k), singular_values(layer.o * layer.v)});
  return all;
}

double effective_rank(const spectrum& s) {
  const double sum = s.sum();
  double entropy = 0;
  for (const double value : s)
    if (value > 0) entropy -= value / sum * std::log(value / sum);
  return std::exp(entropy);
}

double distance(const spectrum& a, const spectrum& b) {
  const double rank = std::min(effective_rank(a), effective_rank(b));
  const auto kept =
      std::clamp(static_cast<Eigen::Index>(rank), Eigen::Index{2}, std::min(a.size(), b.size()));
  const auto stretched = [kept](const spectrum& s) -> spectrum {
    const spectrum top = s.head(kept);
    const double spread = top.maxCoeff() - top.minCoeff();
    return (top.array() - top.minCoeff()) / (spread > 0 ? spread : 1);
  };
  return (stretched(a) - stretched(b)).squaredNorm() / static_cast<double>(kept);
}

/// The cheapest monotone path: every layer of the shorter stack meets one of the longer.
double path_distance(const std::vector<layer_spectra>& few,
                     const std::vector<layer_spectra>& many) {
  const double never = std::numeric_limits<double>::infinity();
  std::vector<std::vector<double>> cost(few.size() + 1,
                                        std::vector<double>(many.size() + 1, never));
  for (std::size_t j = 0; j <= many.size(); ++j)
    cost[0][j] = skip_cost * static_cast<double>(j);
  for (std::size_t i = 1; i <= few.size(); ++i)
    for (std::size_t j = i; j <= many.size(); ++j) {
      const double apart = 0.5 * (distance(few[i - 1].scores, many[j - 1].scores) +
                                  distance(few[i - 1].values, many[j - 1].values));
      cost[i][j] = std::min(cost[i - 1][j - 1] + apart, cost[i][j - 1] + skip_cost);
    }
  return cost[few.size()][many.size()] / static_cast<double>(many.size());
}

} // namespace

std::optional<double> ghostspec_score(const baseline_question& asked) {
  const auto a = decoder_weights_of(asked.subject), b = decoder_weights_of(asked.reference);
  if (!a || !b) return {};
  const auto ours = spectra_of(*a), theirs = spectra_of(*b);
  return -(ours.size() <= theirs.size() ? path_distance(ours, theirs)
                                        : path_distance(theirs, ours));
}

} // namespace weightkin::evaluation
