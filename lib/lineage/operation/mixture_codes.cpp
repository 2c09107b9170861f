#include "lineage/operation/mixture_codes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lineage/operation/mixture_fit.hpp"

namespace weightkin {
namespace {

constexpr std::size_t most_mixed_values = 40000; ///< looked at, spread over all tensors
constexpr int most_mixture_sweeps = 20;

/// One value: the references' changes and the subject's, and how far rounding may put them apart.
struct coded_value {
  std::vector<double> changes;
  double change = 0;
  double tolerance = 0;
};

std::vector<coded_value> coded_values(std::span<const merge_sample* const> tensors,
                                      const std::vector<std::size_t>& chosen) {
  std::size_t all = 0;
  for (const merge_sample* tensor : tensors)
    all += tensor->subject.size();
  const std::size_t stride = std::max<std::size_t>(all / most_mixed_values, 1);
  std::vector<coded_value> values;
  std::size_t at = 0;
  for (const merge_sample* tensor : tensors) {
    const double rounding = std::sqrt(12 * tensor->floor);
    for (std::size_t v = 0; v < tensor->subject.size(); ++v, ++at) {
      if (at % stride != 0) continue;
      coded_value value;
      const double base = tensor->base[v];
      value.change = tensor->subject[v] - base;
      for (const std::size_t k : chosen)
        value.changes.push_back(tensor->references[k][v] - base);
      value.tolerance = rounding;
      values.push_back(std::move(value));
    }
  }
  return values;
}

/// Sum of w_i d_i over the subset; divided by its sum of w_i when `mean`.
double combine(const coded_value& value, const std::vector<double>& w, unsigned subset, bool mean) {
  double sum = 0, weight = 0;
  for (std::size_t i = 0; i < w.size(); ++i)
    if ((subset >> i & 1U) != 0) {
      sum += w[i] * value.changes[i];
      weight += w[i];
    }
  if (!mean || subset == 0) return sum;
  return weight != 0 ? sum / weight : std::numeric_limits<double>::infinity();
}

struct nearest_code {
  unsigned subset = 0;
  double distance = 0;
};

nearest_code nearest(const coded_value& value, const std::vector<double>& w, bool mean) {
  nearest_code best{0, std::abs(value.change)};
  for (unsigned subset = 1; subset < 1U << w.size(); ++subset) {
    const double distance = std::abs(value.change - combine(value, w, subset, mean));
    if (distance < best.distance) best = {subset, distance};
  }
  return best;
}

/// Accumulates what the next weights are solved from.
struct code_sums {
  std::vector<double> gram;
  std::vector<double> cross;
  std::vector<double> kept;
  double fitting = 0;
  double coverage = 0;
};

code_sums assign(const std::vector<coded_value>& values, const std::vector<double>& w, bool mean,
                 double slack, double change_size) {
  const std::size_t p = w.size();
  code_sums sums{std::vector<double>(p * p, 0.0), std::vector<double>(p, 0.0),
                 std::vector<double>(p, 0.0), 0, 0};
  for (const coded_value& value : values) {
    const nearest_code code = nearest(value, w, mean);
    const double tolerance = value.tolerance + 1e-5 * std::abs(value.change);
    sums.fitting += code.distance <= tolerance ? 1 : 0;
    sums.coverage += std::min(1.0, static_cast<double>(1U << p) * tolerance / change_size);
    // Values that are far from every combination would pull the weights anywhere.
    if (code.distance > std::max(slack * change_size, tolerance)) continue;
    std::vector<double> part(p, 0.0);
    for (std::size_t i = 0; i < p; ++i)
      if ((code.subset >> i & 1U) != 0) {
        part[i] = mean ? value.changes[i] - value.change : value.changes[i];
        sums.kept[i] += 1;
      }
    for (std::size_t i = 0; i < p; ++i) {
      sums.cross[i] += part[i] * value.change;
      for (std::size_t j = 0; j < p; ++j)
        sums.gram[i * p + j] += part[i] * part[j];
    }
  }
  return sums;
}

/// Weights that add up to one and make the elected means fit best.
std::vector<double> elected_weights(const code_sums& sums, std::size_t p) {
  std::vector<double> gram = sums.gram;
  double trace = 0;
  for (std::size_t i = 0; i < p; ++i)
    trace += gram[i * p + i];
  for (std::size_t i = 0; i < p; ++i)
    gram[i * p + i] += 1e-9 * trace + std::numeric_limits<double>::min();
  auto w = solve_positive(gram, std::vector<double>(p, 1.0));
  double sum = 0;
  for (const double x : w)
    sum += x;
  if (sum != 0)
    for (double& x : w)
      x /= sum;
  return w;
}

double root_mean_square(const std::vector<coded_value>& values) {
  double sum = 0;
  for (const coded_value& value : values)
    sum += value.change * value.change;
  return values.empty() ? 0 : std::sqrt(sum / static_cast<double>(values.size()));
}

std::vector<std::size_t> indices_of(const std::vector<bool>& used) {
  std::vector<std::size_t> chosen;
  for (std::size_t k = 0; k < used.size(); ++k)
    if (used[k]) chosen.push_back(k);
  return chosen;
}

double quadratic_form(const std::vector<double>& matrix, const std::vector<double>& w) {
  double sum = 0;
  for (std::size_t i = 0; i < w.size(); ++i)
    for (std::size_t j = 0; j < w.size(); ++j)
      sum += w[i] * matrix[i * w.size() + j] * w[j];
  return std::max(sum, 0.0);
}

/// Alternates between reading codes and fitting weights, letting in fewer strays each time.
mixture_codes alternate(const std::vector<coded_value>& values, std::vector<double> w, bool mean) {
  const std::size_t p = w.size();
  const double size = root_mean_square(values);
  const auto n = static_cast<double>(values.size());
  code_sums sums;
  double slack = 0.5;
  for (int sweep = 0; sweep < most_mixture_sweeps; ++sweep, slack *= 0.7) {
    sums = assign(values, w, mean, slack, size);
    w = mean ? elected_weights(sums, p) : solve_positive(sums.gram, sums.cross);
  }
  sums = assign(values, w, mean, slack, size);
  mixture_codes codes;
  codes.weights = w;
  codes.fitting = sums.fitting / n;
  codes.by_chance = sums.coverage / n;
  double kept = 0;
  for (const double count : sums.kept)
    kept += count / n / static_cast<double>(p);
  codes.density = kept;
  codes.errors.assign(p, 0.0);
  const auto inverse = invert_positive(sums.gram, p);
  for (std::size_t i = 0; i < p; ++i) {
    // Thinned: how many survived by chance. Elected: what the accepted values leave.
    const double thinning = std::sqrt(kept * (1 - kept) / n) * std::abs(w[i]);
    const double rest = std::sqrt(quadratic_form(sums.gram, w) / n * inverse[i * p + i]);
    codes.errors[i] = mean ? rest : thinning;
  }
  return codes;
}

mixture_codes spread_out(mixture_codes codes, const std::vector<std::size_t>& chosen,
                         std::size_t all) {
  std::vector<double> weights(all, 0.0), errors(all, 0.0);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    weights[chosen[i]] = codes.weights[i];
    errors[chosen[i]] = codes.errors[i];
  }
  codes.weights = std::move(weights);
  codes.errors = std::move(errors);
  return codes;
}

} // namespace

mixture_codes fit_thinned(std::span<const merge_sample* const> tensors,
                          const std::vector<bool>& used, const std::vector<double>& start) {
  const auto chosen = indices_of(used);
  const auto values = coded_values(tensors, chosen);
  mixture_codes best;
  if (values.empty() || chosen.empty()) return spread_out({start, start}, {}, used.size());
  double untouched = 0;
  for (const coded_value& value : values)
    untouched += std::abs(value.change) <= value.tolerance ? 1 : 0;
  const double share = untouched / static_cast<double>(values.size());
  const double density = 1 - std::pow(share, 1.0 / static_cast<double>(chosen.size()));
  std::vector<double> w;
  w.reserve(chosen.size());
  for (const std::size_t k : chosen)
    w.push_back(start[k] / std::max(density, 0.05));
  best = alternate(values, w, false);
  // Each weight is what survives divided by how much was kept: undone reference by reference.
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    best.weights[i] *= best.density;
  }
  return spread_out(std::move(best), chosen, used.size());
}

mixture_codes fit_elected(std::span<const merge_sample* const> tensors,
                          const std::vector<bool>& used, const std::vector<double>& start) {
  const auto chosen = indices_of(used);
  const auto values = coded_values(tensors, chosen);
  mixture_codes best;
  if (values.empty() || chosen.empty()) return spread_out({start, start}, {}, used.size());
  const auto p = static_cast<double>(chosen.size());
  std::vector<double> measured;
  measured.reserve(chosen.size());
  double sum = 0;
  for (const std::size_t k : chosen)
    sum += std::max(start[k], 0.02);
  for (const std::size_t k : chosen)
    measured.push_back(std::max(start[k], 0.02) / sum);
  for (const auto& w : {measured, std::vector<double>(chosen.size(), 1 / p)}) {
    auto codes = alternate(values, w, true);
    if (codes.fitting >= best.fitting) best = std::move(codes);
  }
  return spread_out(std::move(best), chosen, used.size());
}

} // namespace weightkin
