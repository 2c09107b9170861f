#include "lineage/operation/mixture_fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace weightkin {
namespace {

constexpr std::size_t cluster = 256;

/// Directions of one tensor's changes and the subject's, as doubles.
struct change_space {
  std::vector<std::vector<double>> directions;
  std::vector<double> change;
};

change_space space_of(const merge_sample& sample, const std::vector<std::size_t>& chosen,
                      std::size_t origin) {
  const std::vector<float>& zero = sample.base.empty() ? sample.references[origin] : sample.base;
  change_space space;
  const auto minus_origin = [&](const std::vector<float>& values) {
    std::vector<double> difference(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
      difference[i] = static_cast<double>(values[i]) - zero[i];
    return difference;
  };
  for (const std::size_t k : chosen)
    space.directions.push_back(minus_origin(sample.references[k]));
  space.change = minus_origin(sample.subject);
  return space;
}

/// Normal equations of one tensor.
struct moments {
  std::vector<double> gram;
  std::vector<double> cross;
  double change = 0;
  std::size_t values = 0;
};

moments moments_of(const change_space& space) {
  const std::size_t p = space.directions.size();
  moments m{std::vector<double>(p * p, 0.0), std::vector<double>(p, 0.0), 0, space.change.size()};
  for (std::size_t v = 0; v < space.change.size(); ++v) {
    const double y = space.change[v];
    m.change += y * y;
    for (std::size_t i = 0; i < p; ++i) {
      const double d = space.directions[i][v];
      m.cross[i] += d * y;
      for (std::size_t j = 0; j <= i; ++j)
        m.gram[i * p + j] += d * space.directions[j][v];
    }
  }
  for (std::size_t i = 0; i < p; ++i)
    for (std::size_t j = 0; j < i; ++j)
      m.gram[j * p + i] = m.gram[i * p + j];
  return m;
}

double residual_of(const moments& m, const std::vector<double>& w) {
  const std::size_t p = w.size();
  double left = m.change;
  for (std::size_t i = 0; i < p; ++i) {
    left -= 2 * w[i] * m.cross[i];
    for (std::size_t j = 0; j < p; ++j)
      left += w[i] * w[j] * m.gram[i * p + j];
  }
  return std::max(left, 0.0);
}

/// Sum of outer products of clusters' scores, with the tensor's weight.
void add_scores(std::vector<double>& meat, const change_space& space, const std::vector<double>& w,
                double precision) {
  const std::size_t p = w.size();
  for (std::size_t begin = 0; begin < space.change.size(); begin += cluster) {
    const std::size_t end = std::min(begin + cluster, space.change.size());
    std::vector<double> score(p, 0.0);
    for (std::size_t v = begin; v < end; ++v) {
      double rest = space.change[v];
      for (std::size_t i = 0; i < p; ++i)
        rest -= w[i] * space.directions[i][v];
      for (std::size_t i = 0; i < p; ++i)
        score[i] += precision * rest * space.directions[i][v];
    }
    for (std::size_t i = 0; i < p; ++i)
      for (std::size_t j = 0; j < p; ++j)
        meat[i * p + j] += score[i] * score[j];
  }
}

std::vector<double> product(const std::vector<double>& a, const std::vector<double>& b,
                            std::size_t p) {
  std::vector<double> c(p * p, 0.0);
  for (std::size_t i = 0; i < p; ++i)
    for (std::size_t k = 0; k < p; ++k)
      for (std::size_t j = 0; j < p; ++j)
        c[i * p + j] += a[i * p + k] * b[k * p + j];
  return c;
}

/// Cholesky factor; a pivot that vanished beside its diagonal becomes 0.
std::vector<double> factor_of(const std::vector<double>& matrix, std::size_t p) {
  std::vector<double> l(p * p, 0.0);
  for (std::size_t j = 0; j < p; ++j) {
    double pivot = matrix[j * p + j];
    for (std::size_t k = 0; k < j; ++k)
      pivot -= l[j * p + k] * l[j * p + k];
    if (!(pivot > 1e-10 * matrix[j * p + j])) continue;
    l[j * p + j] = std::sqrt(pivot);
    for (std::size_t i = j + 1; i < p; ++i) {
      double sum = matrix[i * p + j];
      for (std::size_t k = 0; k < j; ++k)
        sum -= l[i * p + k] * l[j * p + k];
      l[i * p + j] = sum / l[j * p + j];
    }
  }
  return l;
}

} // namespace

std::vector<double> solve_positive(const std::vector<double>& matrix, std::vector<double> right) {
  const std::size_t p = right.size();
  const auto l = factor_of(matrix, p);
  for (std::size_t i = 0; i < p; ++i) {
    for (std::size_t k = 0; k < i; ++k)
      right[i] -= l[i * p + k] * right[k];
    right[i] = l[i * p + i] > 0 ? right[i] / l[i * p + i] : 0.0;
  }
  for (std::size_t i = p; i-- > 0;) {
    for (std::size_t k = i + 1; k < p; ++k)
      right[i] -= l[k * p + i] * right[k];
    right[i] = l[i * p + i] > 0 ? right[i] / l[i * p + i] : 0.0;
  }
  return right;
}

std::vector<double> invert_positive(const std::vector<double>& matrix, std::size_t size) {
  std::vector<double> inverse(size * size, 0.0);
  for (std::size_t j = 0; j < size; ++j) {
    std::vector<double> unit(size, 0.0);
    unit[j] = 1;
    const auto column = solve_positive(matrix, std::move(unit));
    for (std::size_t i = 0; i < size; ++i)
      inverse[i * size + j] = column[i];
  }
  return inverse;
}

namespace {

/// The tensors' normal equations, and the weights that they agree on.
struct joint_moments {
  std::vector<moments> each;
  std::vector<double> precision; ///< per tensor: what its equations were multiplied by
  std::vector<double> gram;      ///< of all tensors
  std::vector<double> weights;
};

joint_moments solve_jointly(std::span<const merge_sample* const> tensors,
                            const std::vector<std::size_t>& chosen, std::size_t origin) {
  const std::size_t p = chosen.size();
  joint_moments joint;
  for (const merge_sample* tensor : tensors)
    joint.each.push_back(moments_of(space_of(*tensor, chosen, origin)));
  joint.precision.resize(tensors.size());
  joint.weights.assign(p, 0.0);
  for (int sweep = 0; sweep < 3; ++sweep) {
    joint.gram.assign(p * p, 0.0);
    std::vector<double> cross(p, 0.0);
    for (std::size_t t = 0; t < tensors.size(); ++t) {
      const moments& one = joint.each[t];
      const auto n = static_cast<double>(one.values);
      const double left = sweep == 0 ? one.change : residual_of(one, joint.weights);
      const double least = std::max(tensors[t]->floor, 1e-12 * one.change / n);
      joint.precision[t] = 1.0 / std::max({left / n, least, std::numeric_limits<double>::min()});
      for (std::size_t i = 0; i < p * p; ++i)
        joint.gram[i] += joint.precision[t] * one.gram[i];
      for (std::size_t i = 0; i < p; ++i)
        cross[i] += joint.precision[t] * one.cross[i];
    }
    joint.weights = solve_positive(joint.gram, std::move(cross));
  }
  return joint;
}

/// How sure the weights are.
struct weight_certainty {
  std::vector<double> inverse;    ///< of the joint moments
  std::vector<double> covariance; ///< of the weights
  double left = 0;                ///< weighted residual
  double values = 0;

  /// What the residual would gain by dropping a weight, and how many independent values the data
  /// are worth.
  [[nodiscard]] double margin_of(double weight, double inverse_gram, double variance) const {
    const double gain = inverse_gram > 0 ? weight * weight / inverse_gram : 0;
    const double naive = inverse_gram * (left / values);
    const double worth = variance > 0 ? std::clamp(values * naive / variance, 2.0, values) : values;
    return 0.5 * worth * std::log10(1 + gain / std::max(left, 1e-300)) - 0.5 * std::log10(worth);
  }
};

/// The change from the nearest of all references that take part (from the base where there is one),
/// tensors weighed by `weights`: seen from a stranger everything near to another one is explained.
double least_change(std::span<const moments> each, std::span<const double> weights, std::size_t p,
                    bool based) {
  std::vector<double> from(p + 1, 0.0); // the origin, then the others
  for (std::size_t t = 0; t < each.size(); ++t) {
    from[p] += weights[t] * each[t].change;
    for (std::size_t i = 0; i < p; ++i)
      from[i] += weights[t] * (each[t].change - 2 * each[t].cross[i] + each[t].gram[i * p + i]);
  }
  return std::max(based ? from[p] : *std::min_element(from.begin(), from.end()), 0.0);
}

/// Also writes what is left into `fit`.
weight_certainty judge_weights(const joint_moments& joint,
                               std::span<const merge_sample* const> tensors,
                               const std::vector<std::size_t>& chosen, std::size_t origin,
                               mixture_fit& fit) {
  const std::size_t p = chosen.size();
  weight_certainty sure;
  std::vector<double> meat(p * p, 0.0);
  double plain_left = 0;
  for (std::size_t t = 0; t < tensors.size(); ++t) {
    const moments& one = joint.each[t];
    add_scores(meat, space_of(*tensors[t], chosen, origin), joint.weights, joint.precision[t]);
    const double rest = residual_of(one, joint.weights);
    sure.left += joint.precision[t] * rest;
    plain_left += rest;
    sure.values += static_cast<double>(one.values);
    fit.floor += tensors[t]->floor * static_cast<double>(one.values);
  }
  fit.values = static_cast<std::size_t>(sure.values);
  fit.floor /= sure.values;
  fit.residual = plain_left / sure.values;
  const double change =
      least_change(joint.each, joint.precision, p, !tensors.front()->base.empty());
  fit.unexplained = change > 0 ? std::min(sure.left / change, 1.0) : 0;
  sure.inverse = invert_positive(joint.gram, p);
  sure.covariance = product(product(sure.inverse, meat, p), sure.inverse, p);
  return sure;
}

} // namespace

mixture_fit fit_mixture(std::span<const merge_sample* const> tensors,
                        const std::vector<bool>& used) {
  mixture_fit fit;
  const std::size_t all = used.size();
  fit.weights.assign(all, 0.0);
  fit.errors.assign(all, 0.0);
  fit.margins.assign(all, 0.0);
  std::vector<std::size_t> chosen;
  for (std::size_t k = 0; k < all; ++k)
    if (used[k]) chosen.push_back(k);
  if (tensors.empty() || chosen.empty()) return fit;
  const bool based = !tensors.front()->base.empty();
  const std::size_t origin = chosen.front();
  if (!based) chosen.erase(chosen.begin());
  const std::size_t p = chosen.size();
  const joint_moments joint = solve_jointly(tensors, chosen, origin);
  const weight_certainty sure = judge_weights(joint, tensors, chosen, origin, fit);
  double sum = 0, sum_variance = 0, sum_inverse = 0;
  for (std::size_t i = 0; i < p; ++i) {
    const std::size_t k = chosen[i];
    const double weight = joint.weights[i];
    fit.weights[k] = weight;
    fit.errors[k] = std::sqrt(std::max(sure.covariance[i * p + i], 0.0));
    fit.margins[k] = sure.margin_of(weight, sure.inverse[i * p + i], sure.covariance[i * p + i]);
    sum += weight;
    for (std::size_t j = 0; j < p; ++j) {
      sum_variance += sure.covariance[i * p + j];
      sum_inverse += sure.inverse[i * p + j];
    }
  }
  fit.weight_sum = sum;
  fit.weight_sum_error = std::sqrt(std::max(sum_variance, 0.0));
  if (!based) {
    fit.weights[origin] = 1 - sum;
    fit.errors[origin] = fit.weight_sum_error;
    fit.margins[origin] = sure.margin_of(1 - sum, sum_inverse, sum_variance);
    fit.weight_sum = 1;
    fit.weight_sum_error = 0;
  }
  return fit;
}

} // namespace weightkin
