#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include <weightkin/metric/permutation_test.hpp>

/// Seeded weights of models that have nothing to do with each other (or, with rho > 0, a planted
/// dependence), as uneven as trained weights are. The same numbers on every platform as far as the
/// C library's log and exp agree.
namespace weightkin::test {

/// splitmix64 with the few distributions weights need; the standard ones differ between libraries.
class random_source {
public:
  explicit random_source(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15U + 1) {}

  std::uint64_t bits() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31);
  }
  /// Uniform in (0, 1).
  double uniform() { return (static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53; }
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(bits() % bound); }

  /// Standard normal (polar method).
  double normal() {
    double u = 0, w = 0;
    disc(u, w);
    return u * std::sqrt(-2 * std::log(w) / w);
  }
  /// Student's t with 4 degrees of freedom (Bailey's polar method): infinite fourth moment.
  double student4() {
    double u = 0, w = 0;
    disc(u, w);
    return u * std::sqrt(4 * (1 / std::sqrt(w) - 1) / w);
  }
  double lognormal(double sigma) { return sigma == 0 ? 1.0 : std::exp(sigma * normal()); }

private:
  /// A uniform point of the unit disc: its first coordinate and squared radius.
  void disc(double& u, double& w) {
    do {
      u = 2 * uniform() - 1;
      const double v = 2 * uniform() - 1;
      w = u * u + v * v;
    } while (w >= 1 || w == 0);
  }
  std::uint64_t state_;
};

struct matrix_pair {
  unit_matrix a;
  unit_matrix b;
};

/// How uneven the weights are. What belongs to columns (features) is shared by both models, as a
/// recipe, data and token frequencies are; what belongs to rows (units) is drawn for each model.
struct weight_style {
  double row_log_sd = 1;    ///< lognormal row scales
  double column_log_sd = 1; ///< lognormal column scales, common to both models
  double mean_sd = 1;       ///< column means, common to both models
  double offset = 0;        ///< one constant added to every element
  bool heavy = true;        ///< t4 noise instead of normal
};

/// A pair with correlation `rho` between the noise of matching elements; 0: strangers.
inline matrix_pair correlated_pair(random_source& random, std::size_t units, std::size_t features,
                                   const weight_style& style, double rho = 0) {
  matrix_pair pair{{units, features, std::vector<float>(units * features)},
                   {units, features, std::vector<float>(units * features)}};
  std::vector<double> scales(features), means(features);
  for (std::size_t j = 0; j < features; ++j) {
    scales[j] = random.lognormal(style.column_log_sd);
    means[j] = style.mean_sd * scales[j] * random.normal() + style.offset;
  }
  const double fresh = std::sqrt(1 - rho * rho);
  const auto noise = [&] { return style.heavy ? random.student4() : random.normal(); };
  for (std::size_t i = 0; i < units; ++i) {
    const double row_a = random.lognormal(style.row_log_sd);
    const double row_b = random.lognormal(style.row_log_sd);
    for (std::size_t j = 0; j < features; ++j) {
      const double own = noise();
      const double other = rho * own + fresh * noise();
      pair.a.values[i * features + j] = static_cast<float>(means[j] + row_a * scales[j] * own);
      pair.b.values[i * features + j] = static_cast<float>(means[j] + row_b * scales[j] * other);
    }
  }
  return pair;
}

/// Convolution filters: units = output channels, features = inputs x window. Neighbouring taps of a
/// filter are correlated, and both models favour the window's middle.
inline matrix_pair convolution_pair(random_source& random, std::size_t channels, std::size_t inputs,
                                    std::size_t window) {
  matrix_pair pair = correlated_pair(random, channels, inputs * window, {0.5, 0.3, 0.2, 0, true});
  for (unit_matrix* side : {&pair.a, &pair.b})
    for (std::size_t at = 0; at < side->values.size(); at += window)
      for (std::size_t tap = 0; tap < window; ++tap) {
        const double from_middle =
            (static_cast<double>(tap) - static_cast<double>(window - 1) / 2) * 3 /
            static_cast<double>(window);
        const float before = tap == 0 ? 0.0F : side->values[at + tap - 1];
        side->values[at + tap] = static_cast<float>(std::exp(-from_middle * from_middle / 2)) *
                                     (side->values[at + tap] + 0.01F) +
                                 0.5F * before;
      }
  return pair;
}

/// LSTM units with the weights of their four gates folded into one row each. Gates share a unit's
/// scale and have levels of their own (forget gates start near +1) common to all models.
inline matrix_pair lstm_pair(random_source& random, std::size_t units, std::size_t inputs) {
  matrix_pair pair = correlated_pair(random, units, 4 * inputs, {1, 0.5, 0.3, 0, true});
  for (unit_matrix* side : {&pair.a, &pair.b})
    for (std::size_t i = 0; i < units; ++i)
      for (std::size_t j = 0; j < inputs; ++j)
        side->values[i * 4 * inputs + inputs + j] += 1.0F;
  return pair;
}

/// An embedding or router seen from the residual dimensions: units = dimensions, features = tokens
/// (or experts). Token frequency sets a column's scale in both models alike; a few outlier
/// dimensions, different in each model, are tens of times larger.
inline matrix_pair embedding_pair(random_source& random, std::size_t dimensions, std::size_t tokens,
                                  double offset = 0) {
  matrix_pair pair = correlated_pair(random, dimensions, tokens, {0.3, 1, 0.5, offset, false});
  for (unit_matrix* side : {&pair.a, &pair.b})
    for (std::size_t outlier = 0; outlier < dimensions / 32; ++outlier) {
      const std::size_t row = random.below(dimensions);
      for (std::size_t j = 0; j < tokens; ++j)
        side->values[row * tokens + j] *= 30.0F;
    }
  return pair;
}

/// Norm gains N(mean, sd) of two strangers, with a few large outliers; one feature per unit.
inline matrix_pair gain_pair(random_source& random, std::size_t units, double mean = 1,
                             double sd = 0.1) {
  matrix_pair pair{{units, 1, std::vector<float>(units)}, {units, 1, std::vector<float>(units)}};
  for (unit_matrix* side : {&pair.a, &pair.b})
    for (float& value : side->values)
      value = static_cast<float>(mean + sd * random.student4());
  return pair;
}

/// A uniform permutation of 0..count-1.
inline std::vector<std::size_t> random_permutation(random_source& random, std::size_t count) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = count; i-- > 1;)
    std::swap(order[i], order[random.below(i + 1)]);
  return order;
}

/// The matrix with its units in the given order.
inline unit_matrix permuted(const unit_matrix& matrix, const std::vector<std::size_t>& order) {
  unit_matrix answer = matrix;
  for (std::size_t i = 0; i < matrix.units; ++i)
    std::copy_n(matrix.values.begin() + static_cast<std::ptrdiff_t>(order[i] * matrix.features),
                matrix.features,
                answer.values.begin() + static_cast<std::ptrdiff_t>(i * matrix.features));
  return answer;
}

} // namespace weightkin::test
