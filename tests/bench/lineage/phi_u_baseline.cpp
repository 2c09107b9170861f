// phi_U (arXiv 2502.12292): hidden units matched by the cosines of their up-projections, the
// rank correlation of that matching with the identity, one-sided p per layer, Fisher over layers:
// -log10 p. For other backbones the rows of whatever makes hidden units.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include <boost/math/distributions/students_t.hpp>

#include "baseline.hpp"
#include "decoder_weights.hpp"

namespace weightkin::evaluation {
namespace {

/// Published code underflows at about this, too.
constexpr double smallest_p = 1e-300;

/// The last layer of a plain stack makes classes, no units.
bool makes_units(const zoo::zoo_model& model, const zoo::zoo_tensor& tensor) {
  if (tensor.shape.size() < 2 || !tensor.name.ends_with(".weight")) return false;
  switch (model.kind) {
  case zoo::backbone::decoder:
  case zoo::backbone::vision:
  case zoo::backbone::two_tower:
    return tensor.name.ends_with("mlp.up_proj.weight") || tensor.name.ends_with("mlp.fc1.weight");
  case zoo::backbone::convolution: return tensor.name.rfind("features.", 0) == 0;
  case zoo::backbone::perceptron: return tensor.name != "fc4.weight";
  case zoo::backbone::lstm: return false;
  }
  return false;
}

matrix columns_of_units(const zoo::zoo_tensor& tensor) {
  return Eigen::Map<const Eigen::MatrixXf>(tensor.values.data(),
                                           static_cast<Eigen::Index>(tensor.columns()),
                                           static_cast<Eigen::Index>(tensor.rows()))
      .cast<double>();
}

/// p of Spearman's correlation between the matching and the identity.
double layer_p(const zoo::zoo_tensor& a, const zoo::zoo_tensor& b) {
  const auto match = best_assignment(column_cosines(columns_of_units(a), columns_of_units(b)));
  const auto n = static_cast<double>(match.size());
  double squares = 0;
  for (std::size_t i = 0; i < match.size(); ++i)
    squares += std::pow(static_cast<double>(match[i]) - static_cast<double>(i), 2);
  const double r = 1 - 6 * squares / (n * (n * n - 1));
  if (r >= 1 - 1e-12) return smallest_p;
  const double t = r * std::sqrt((n - 2) / (1 - r * r));
  const double p = boost::math::cdf(boost::math::complement(boost::math::students_t(n - 2), t));
  return std::max(p, smallest_p);
}

/// ln P(chi-squared with 2k degrees of freedom > 2x) = -x + ln sum x^i / i!.
double log_fisher_tail(double x, std::size_t k) {
  double largest = 0, sum = 0;
  std::vector<double> terms;
  for (std::size_t i = 0; i < k; ++i)
    terms.push_back(x > 0 ? static_cast<double>(i) * std::log(x) -
                                std::lgamma(static_cast<double>(i) + 1)
                          : (i == 0 ? 0.0 : -HUGE_VAL));
  largest = *std::max_element(terms.begin(), terms.end());
  for (const double term : terms)
    sum += std::exp(term - largest);
  return -x + largest + std::log(sum);
}

} // namespace

std::optional<double> phi_u_score(const baseline_question& asked) {
  double x = 0;
  std::size_t layers = 0;
  for (const zoo::zoo_tensor& a : asked.subject.tensors) {
    if (!makes_units(asked.subject, a)) continue;
    const zoo::zoo_tensor* b = asked.reference.find(a.name);
    if (!b || b->shape != a.shape) continue;
    x -= std::log(layer_p(a, *b));
    ++layers;
  }
  if (layers == 0) return {};
  return -log_fisher_tail(x, layers) / std::numbers::ln10;
}

} // namespace weightkin::evaluation
