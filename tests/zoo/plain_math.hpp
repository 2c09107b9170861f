#pragma once

#include <bit>
#include <cstdint>

/// Transcendental functions from additions, multiplications and divisions in a written order: a C
/// library's own differ in the last bits, and training makes the whole model of such a bit.
/// The f32 ones are branch-free so that compilers turn loops over them into vectors.
namespace weightkin::zoo {

/// e^x to about 2 ulp; x is clamped to [-87, 87].
inline float plain_exp(float x) {
  x = x < -87.0F ? -87.0F : x;
  x = x > 87.0F ? 87.0F : x;
  const float scaled = x * 1.44269504F;
  const auto n = static_cast<std::int32_t>(scaled + (scaled < 0 ? -0.5F : 0.5F));
  const auto whole = static_cast<float>(n);
  // ln 2 in two parts; the first has few enough bits for an exact product.
  const float r = (x - whole * 0.693359375F) - whole * -2.12194440e-4F;
  float p = 1.9875691500e-4F;
  p = p * r + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  const float value = (p * (r * r) + r) + 1.0F;
  return value * std::bit_cast<float>((n + 127) << 23);
}

inline float plain_sigmoid(float x) { return 1.0F / (1.0F + plain_exp(-x)); }
inline float plain_tanh(float x) { return 1.0F - 2.0F / (1.0F + plain_exp(2.0F * x)); }

/// ln x for positive normal x.
inline double plain_log(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  auto exponent = static_cast<std::int64_t>(bits >> 52) - 1023;
  double m = std::bit_cast<double>((bits & 0x000fffffffffffffU) | 0x3ff0000000000000U);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    ++exponent;
  }
  const double s = (m - 1) / (m + 1);
  double series = 0;
  for (int power = 23; power >= 1; power -= 2)
    series = series * (s * s) + 1.0 / power;
  return 2 * s * series + static_cast<double>(exponent) * 0.6931471805599453;
}

/// e^x for |x| <= 700.
inline double plain_exp(double x) {
  const double scaled = x * 1.4426950408889634;
  const auto n = static_cast<std::int64_t>(scaled + (scaled < 0 ? -0.5 : 0.5));
  const double r = x - static_cast<double>(n) * 0.6931471805599453;
  double series = 1;
  for (int term = 16; term >= 1; --term)
    series = 1 + series * (r / term);
  return series * std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52);
}

struct sine_and_cosine {
  double sine = 0;
  double cosine = 1;
};

/// For 0 <= x <= 1000.
inline sine_and_cosine plain_sine(double x) {
  constexpr double turn = 6.283185307179586;
  const double r = x - static_cast<double>(static_cast<std::int64_t>(x / turn + 0.5)) * turn;
  double sine = 1;
  double cosine = 1;
  for (int term = 28; term >= 2; term -= 2) {
    sine = 1 - sine * (r * r) / (term * (term + 1));
    cosine = 1 - cosine * (r * r) / (term * (term - 1));
  }
  return {r * sine, cosine};
}

} // namespace weightkin::zoo
