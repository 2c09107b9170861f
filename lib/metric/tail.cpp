#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include <weightkin/metric/tail.hpp>

// All probabilities here live as natural logarithms until the last line of a public function.

namespace weightkin {
namespace {

constexpr double ln10 = std::numbers::ln10;
constexpr double log_sqrt_2pi = 0.91893853320467274178;

/// Mills' ratio Q(z)/phi(z) for large z by its continued fraction 1/(z+1/(z+2/(z+3/(z+...)))).
double mills_ratio(double z) {
  constexpr int terms = 40; // far more than z >= 20 needs for full double precision
  double denominator = z;
  for (int k = terms; k >= 1; --k)
    denominator = z + k / denominator;
  return 1 / denominator;
}

double log_normal_tail(double z) {
  constexpr double far = 20;
  if (z > far) return -0.5 * z * z - log_sqrt_2pi + std::log(mills_ratio(z));
  if (z < 0) return std::log1p(-0.5 * std::erfc(-z / std::numbers::sqrt2));
  return std::log(0.5 * std::erfc(z / std::numbers::sqrt2));
}

/// log(Gamma(a + 1/2) / Gamma(a)) for a > 0: a few recurrence steps, then the asymptotic series in
/// 1/a, so that nothing cancels for large a.
double log_gamma_half_step(double a) {
  double correction = 0;
  while (a < 40) {
    correction -= std::log1p(0.5 / a);
    a += 1;
  }
  const double r = 1 / a;
  const double r2 = r * r;
  const double series = r * (-1.0 / 8 + r2 * (1.0 / 192 + r2 * (-1.0 / 640 + r2 * (17.0 / 14336))));
  return 0.5 * std::log(a) + series + correction;
}

/// The continued fraction of the incomplete beta function I_x(a, b), by Lentz's method; converges
/// fast for x < (a + 1) / (a + b + 2).
double beta_fraction(double a, double b, double x) {
  constexpr double tiny = 1e-300;
  constexpr int limit = 100000; // about sqrt(a) steps are needed
  const auto guarded = [](double value) { return std::fabs(value) < tiny ? tiny : value; };
  double c = 1;
  double d = 1 / guarded(1 - (a + b) * x / (a + 1));
  double fraction = d;
  for (int m = 1; m <= limit; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guarded(1 + even * d);
    c = guarded(1 + even / c);
    fraction *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guarded(1 + odd * d);
    c = guarded(1 + odd / c);
    fraction *= d * c;
    if (std::fabs(d * c - 1) < 1e-15) break;
  }
  return fraction;
}

/// log P(T > t) of Student's t, t >= 0: half of I_x(nu/2, 1/2) with x = nu / (nu + t^2).
double log_student_tail(double t, double nu) {
  const double a = nu / 2;
  const double t2 = t * t;
  const double log_x = -std::log1p(t2 / nu);
  const double log_inverse_beta = log_gamma_half_step(a) - 0.5 * std::log(std::numbers::pi);
  const double x = nu / (nu + t2);
  const double rest = t2 / (nu + t2);
  const double log_front = a * log_x + 0.5 * std::log(rest) + log_inverse_beta;
  if (x < (a + 1) / (a + 2.5))
    return log_front + std::log(beta_fraction(a, 0.5, x) / a) - std::numbers::ln2;
  const double inner = t2 > 0 ? std::exp(log_front) * beta_fraction(0.5, a, rest) / 0.5 : 0.0;
  return std::log1p(-std::min(inner, 1.0)) - std::numbers::ln2;
}

} // namespace

double log10_normal_tail(double z) noexcept { return log_normal_tail(z) / ln10; }

double log10_scaled_t_tail(double z, double nu) noexcept {
  // Beyond this the two tails agree to the promised accuracy wherever t^4 / nu is small, and the
  // fraction would need many steps.
  constexpr double practically_normal = 1e9;
  if (!(nu < practically_normal)) return log10_normal_tail(z);
  const double t = std::fabs(z) * std::sqrt(nu / (nu - 2));
  const double upper = log_student_tail(t, nu);
  return (z < 0 ? std::log1p(-std::exp(upper)) : upper) / ln10;
}

double normal_quantile_log10(double log10_p) noexcept {
  const double target = log10_p * ln10;
  if (std::isnan(target)) return target;
  if (target >= -std::numbers::ln2) return 0;
  if (std::isinf(target)) return std::numeric_limits<double>::infinity();
  // log Q is concave, so Newton's steps from the right side converge monotonically and fast.
  double z = std::sqrt(-2 * target);
  for (int step = 0; step < 60; ++step) {
    const double log_tail = log_normal_tail(z);
    const double log_density = -0.5 * z * z - log_sqrt_2pi;
    const double change = (log_tail - target) * std::exp(log_tail - log_density);
    z += change;
    if (std::fabs(change) <= 4e-16 * z) break;
  }
  return z;
}

} // namespace weightkin
