#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <weightkin/core/float_formats.hpp>

/// Small floats from their definition, by arithmetic on reals: sign * 2^e * (1 + m / 2^M). Slow,
/// and shares no code with the bit manipulation under test.
namespace weightkin::test {

/// What the patterns at the top of a format mean.
enum class special_patterns {
  ieee,     ///< top exponent: infinity when the fraction is 0, else NaN
  one_nan,  ///< "fn": all ones is NaN, no infinity
  only_nan, ///< "fnuz": minus zero is NaN, nothing else is special
  none,     ///< every pattern is a number
};

struct float_definition {
  std::string name;
  int exponent_bits;
  int mantissa_bits;
  int bias;
  special_patterns specials;
  small_float tested; ///< the library's description of the same format
};

inline std::vector<float_definition> all_definitions() {
  using enum special_patterns;
  return {{"f16", 5, 10, 15, ieee, f16_format},
          {"f8_e4m3fn", 4, 3, 7, one_nan, f8_e4m3fn_format},
          {"f8_e5m2", 5, 2, 15, ieee, f8_e5m2_format},
          {"f8_e4m3fnuz", 4, 3, 8, only_nan, f8_e4m3fnuz_format},
          {"f8_e5m2fnuz", 5, 2, 16, only_nan, f8_e5m2fnuz_format},
          {"f6_e2m3", 2, 3, 1, none, f6_e2m3_format},
          {"f6_e3m2", 3, 2, 3, none, f6_e3m2_format},
          {"f4_e2m1", 2, 1, 1, none, f4_e2m1_format}};
}

inline float_definition bf16_definition() {
  return {"bf16", 8, 7, 127, special_patterns::ieee, {}};
}

inline std::uint32_t pattern_count(const float_definition& f) {
  return 1U << (1 + f.exponent_bits + f.mantissa_bits);
}

/// 2^e * (1 + m / 2^M) of a pattern without sign, specials not considered.
inline double plain_magnitude(const float_definition& f, std::uint32_t pattern) {
  const double scale = std::ldexp(1.0, f.mantissa_bits);
  const double fraction = std::fmod(pattern, scale) / scale;
  const double exponent = std::floor(pattern / scale);
  if (exponent == 0) return std::ldexp(fraction, 1 - f.bias);
  return std::ldexp(1 + fraction, static_cast<int>(exponent) - f.bias);
}

inline double defined_value(const float_definition& f, std::uint32_t pattern) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::uint32_t half = pattern_count(f) / 2;
  const bool negative = pattern >= half;
  const std::uint32_t magnitude = negative ? pattern - half : pattern;
  const std::uint32_t fractions = 1U << f.mantissa_bits;
  double value = plain_magnitude(f, magnitude);
  if (f.specials == special_patterns::ieee && magnitude >= half - fractions)
    value = magnitude == half - fractions ? std::numeric_limits<double>::infinity() : nan;
  if (f.specials == special_patterns::one_nan && magnitude == half - 1) value = nan;
  if (f.specials == special_patterns::only_nan && pattern == half) value = nan;
  return negative ? -value : value;
}

/// Rounds by looking for the nearest of all magnitudes of the format; between two equally near
/// ones the even pattern wins, the step above the largest number counting as a neighbour.
class nearest_search {
public:
  explicit nearest_search(const float_definition& f) : format_(f) {
    const std::uint32_t half = pattern_count(f) / 2;
    for (std::uint32_t p = 0; p < half && std::isfinite(defined_value(f, p)); ++p)
      magnitudes_.push_back(defined_value(f, p));
    const auto above = static_cast<std::uint32_t>(magnitudes_.size());
    magnitudes_.push_back(plain_magnitude(f, above));
  }

  /// All magnitudes, ascending, with one step beyond the largest number at the end.
  [[nodiscard]] const std::vector<double>& magnitudes() const { return magnitudes_; }

  [[nodiscard]] std::uint32_t round(float value) const {
    const std::uint32_t half = pattern_count(format_) / 2;
    const auto beyond = static_cast<std::uint32_t>(magnitudes_.size() - 1);
    std::uint32_t found = beyond;
    if (std::isnan(value)) return with_sign(nan_pattern(), value);
    const double wanted = std::fabs(static_cast<double>(value));
    const auto upper = std::lower_bound(magnitudes_.begin(), magnitudes_.end(), wanted);
    if (upper != magnitudes_.end()) {
      found = static_cast<std::uint32_t>(upper - magnitudes_.begin());
      if (found > 0) {
        const double up = magnitudes_[found] - wanted;
        const double down = wanted - magnitudes_[found - 1];
        if (down < up || (down == up && found % 2 == 1)) --found;
      }
    }
    if (found == beyond) found = overflow_pattern();
    if (format_.specials == special_patterns::only_nan && (found == 0 || found == half))
      return found;
    return with_sign(found, value);
  }

private:
  [[nodiscard]] std::uint32_t with_sign(std::uint32_t magnitude, float value) const {
    const std::uint32_t half = pattern_count(format_) / 2;
    return magnitude < half && std::signbit(value) ? magnitude + half : magnitude;
  }

  /// Infinity, else NaN, else the largest number.
  [[nodiscard]] std::uint32_t overflow_pattern() const {
    const std::uint32_t half = pattern_count(format_) / 2;
    switch (format_.specials) {
    case special_patterns::ieee: return half - (1U << format_.mantissa_bits);
    case special_patterns::one_nan: return half - 1;
    case special_patterns::only_nan: return half;
    case special_patterns::none: break;
    }
    return half - 1;
  }

  /// The quiet NaN with an empty payload; the largest number where there is no NaN.
  [[nodiscard]] std::uint32_t nan_pattern() const {
    const std::uint32_t half = pattern_count(format_) / 2;
    switch (format_.specials) {
    case special_patterns::ieee:
      return half - (1U << format_.mantissa_bits) + (1U << (format_.mantissa_bits - 1));
    case special_patterns::one_nan: return half - 1;
    case special_patterns::only_nan: return half;
    case special_patterns::none: break;
    }
    return half - 1;
  }

  float_definition format_;
  std::vector<double> magnitudes_;
};

} // namespace weightkin::test
