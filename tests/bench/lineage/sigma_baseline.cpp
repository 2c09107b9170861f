// Standard deviations of Wq, Wk, Wv and Wo by layer, standardised over layers; the mean of the
// four correlations (PDF, "intrinsic fingerprint"). The shorter curve is stretched.
#include <algorithm>
#include <cmath>

#include "baseline.hpp"
#include "decoder_weights.hpp"

namespace weightkin::evaluation {
namespace {

using curve = std::vector<double>;

double deviation(const matrix& m) { return std::sqrt((m.array() - m.mean()).square().mean()); }

curve curve_of(const decoder_weights& model, matrix decoder_layer::*part) {
  curve values;
  for (const decoder_layer& layer : model.layers)
    values.push_back(deviation(layer.*part));
  return values;
}

curve stretched(const curve& values, std::size_t count) {
  if (values.size() == count || values.size() < 2) return values;
  curve longer;
  for (std::size_t i = 0; i < count; ++i) {
    const double at = static_cast<double>(i) * static_cast<double>(values.size() - 1) /
                      static_cast<double>(count - 1);
    const auto below = std::min(static_cast<std::size_t>(at), values.size() - 2);
    const double share = at - static_cast<double>(below);
    longer.push_back((1 - share) * values[below] + share * values[below + 1]);
  }
  return longer;
}

double correlation(const curve& a, const curve& b) {
  const Eigen::Map<const Eigen::ArrayXd> x(a.data(), static_cast<Eigen::Index>(a.size()));
  const Eigen::Map<const Eigen::ArrayXd> y(b.data(), static_cast<Eigen::Index>(b.size()));
  const Eigen::ArrayXd u = x - x.mean(), v = y - y.mean();
  const double size = std::sqrt(u.square().sum() * v.square().sum());
  return size > 0 ? (u * v).sum() / size : 0;
}

} // namespace

std::optional<double> sigma_score(const baseline_question& asked) {
  const auto a = decoder_weights_of(asked.subject), b = decoder_weights_of(asked.reference);
  if (!a || !b) return {};
  const std::size_t layers = std::max(a->layers.size(), b->layers.size());
  if (std::min(a->layers.size(), b->layers.size()) < 2) return {};
  double sum = 0;
  for (const auto part :
       {&decoder_layer::q, &decoder_layer::k, &decoder_layer::v, &decoder_layer::o})
    sum +=
        correlation(stretched(curve_of(*a, part), layers), stretched(curve_of(*b, part), layers));
  return sum / 4;
}

} // namespace weightkin::evaluation
