#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/float_formats.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>
#include <weightkin/inventory/inventory.hpp>

/// The fingerprint of one tensor, element by element, from docs/fingerprint-format.md alone: long,
/// slow and plain. Shares no code with the library but the widening of single elements.
namespace weightkin::oracle {

__extension__ using i128 = __int128;
__extension__ using u128 = unsigned __int128;
using u64 = std::uint64_t;
using i64 = std::int64_t;

// Section 1.

inline u64 mix(u64 z) {
  z ^= z >> 30;
  z *= 0xBF58476D1CE4E5B9U;
  z ^= z >> 27;
  z *= 0x94D049BB133111EBU;
  z ^= z >> 31;
  return z;
}

inline u64 hash(u64 seed, u64 s, u64 i) {
  const u64 key = mix(seed + s * 0x9E3779B97F4A7C15U);
  return mix(key + (i + 1) * 0x9E3779B97F4A7C15U);
}

inline bool inside(double x) { return std::isfinite(x) && std::fabs(x) < 1024; }
inline i64 q(double x) {
  return inside(x) ? static_cast<i64>(std::nearbyint(std::ldexp(x, 40))) : 0;
}
inline u64 e(double x) {
  const double square = x * x;
  return inside(x) ? static_cast<u64>(std::nearbyint(std::ldexp(square, 44))) : 0;
}

// Section 2.2.

/// The 16-bit float nearest to x: among the patterns of all magnitudes, which are in order.
template <class Widen>
double nearest_half(double x, unsigned infinity, Widen widen_one) {
  if (std::isnan(x)) return x;
  const long double size = std::fabs(static_cast<long double>(x));
  const auto value = [&](unsigned pattern) {
    return static_cast<long double>(widen_one(static_cast<std::uint16_t>(pattern)));
  };
  unsigned low = 0;
  unsigned high = infinity; // the pattern after the largest number
  while (high - low > 1) {
    const unsigned middle = (low + high) / 2;
    (value(middle) <= size ? low : high) = middle;
  }
  // What the number after the largest would be, if there was one.
  const long double above = high == infinity ? 2 * value(low) - value(low - 1) : value(high);
  const long double down = size - value(low);
  const long double up = above - size;
  const bool higher = up < down || (up == down && low % 2 == 1);
  const unsigned pattern = higher || (high == infinity && size >= above) ? high : low;
  return std::copysign(static_cast<double>(widen_one(static_cast<std::uint16_t>(pattern))), x);
}
inline double nearest_bf16(double x) {
  return nearest_half(x, 0x7F80, [](std::uint16_t bits) { return widen_bf16(bits); });
}
inline double nearest_f16(double x) {
  return nearest_half(x, 0x7C00, [](std::uint16_t bits) { return widen_f16(bits); });
}

inline u64 w(double x) {
  if (std::isnan(x)) return 0x7FC00000;
  const auto narrow = static_cast<float>(x);
  if (static_cast<double>(narrow) == x) return std::bit_cast<std::uint32_t>(narrow);
  return mix(std::bit_cast<u64>(x)) & 0xFFFFFFFFU;
}

/// The elements as binary64; complex ones as two.
inline std::vector<double> widened(dtype type, std::span<const std::byte> packed, u64 count) {
  std::vector<double> values(count);
  widen_to_f64(type, packed, count, values.data());
  if (!is_complex(type)) return values;
  const std::size_t half = bits_of(type) / 16;
  std::vector<double> both;
  for (u64 i = 0; i < count; ++i) {
    std::vector<std::byte> swapped(packed.begin() + static_cast<std::ptrdiff_t>(2 * half * i),
                                   packed.begin() +
                                       static_cast<std::ptrdiff_t>(2 * half * (i + 1)));
    std::rotate(swapped.begin(), swapped.begin() + static_cast<std::ptrdiff_t>(half),
                swapped.end());
    double imaginary = 0;
    widen_to_f64(type, swapped, 1, &imaginary);
    both.push_back(values[i]);
    both.push_back(imaginary);
  }
  return both;
}

/// The tensor and its sums (section 2).
struct print_sums {
  u64 seed = 0;
  std::vector<u64> shape;
  std::vector<double> x;
  u64 nonfinite = 0, outside = 0, zeros = 0, negative = 0;
  double minimum = std::numeric_limits<double>::infinity();
  double maximum = -std::numeric_limits<double>::infinity();
  i128 Q = 0;
  u128 E = 0;
  std::array<u64, 1024> S{}, B{}, H{};
  u64 checksum = 0, checksum_bf16 = 0, checksum_f16 = 0;
  bool has_rows = false;
  u64 R = 0, C = 0;
  std::vector<u128> energy;
  std::vector<std::array<u64, 16>> feature;
  bool has_units = false;
  std::vector<std::array<u64, 16>> unit;
};

inline void sum_counts(print_sums& sums) {
  for (const double x : sums.x) {
    sums.nonfinite += !std::isfinite(x);
    sums.outside += std::isfinite(x) && !inside(x);
    sums.zeros += x == 0;
    sums.negative += std::isfinite(x) && x < 0;
    if (!std::isfinite(x)) continue;
    sums.minimum = std::min(sums.minimum, x == 0 ? 0.0 : x);
    sums.maximum = std::max(sums.maximum, x == 0 ? 0.0 : x);
    sums.Q += q(x);
    sums.E += e(x);
  }
}

inline void sum_sketch(print_sums& sums) {
  for (u64 i = 0; i < sums.x.size(); ++i) {
    const u64 b = i / 16, j = i % 16, g = b / 64;
    const u64 h = hash(sums.seed, 1, b);
    const u64 r = hash(sums.seed, 2, g);
    const u64 lane = j ^ ((h >> 16) % 16);
    const u64 row = (b % 64) ^ (r % 64);
    const u64 value = static_cast<u64>(q(sums.x[i]));
    if ((h >> j) % 2 == 0) {
      sums.S[16 * row + lane] += value;
      sums.B[16 * row + lane] += 1;
    } else {
      sums.S[16 * row + lane] -= value;
      sums.B[16 * row + lane] -= 1;
    }
    const double x = sums.x[i];
    if (std::isfinite(x) && x != 0 && (sums.x.size() < 65536 || row < 4))
      ++sums.H[std::bit_cast<std::uint32_t>(static_cast<float>(std::fabs(x))) >> 21];
  }
}

inline u64 checksum_of(const print_sums& sums, double (*round)(double)) {
  std::array<u64, 16> A{};
  for (u64 i = 0; i < sums.x.size(); ++i)
    A[i % 16] += ((hash(sums.seed, 1, i / 16) >> 32) | 1U) * w(round(sums.x[i]));
  u64 checksum = 0;
  for (u64 j = 0; j < 16; ++j)
    checksum += (hash(sums.seed, 3, j) | 1U) * A[j];
  return checksum;
}

inline void sum_rows(print_sums& sums) {
  if (sums.shape.size() < 2) return;
  sums.R = sums.shape[0];
  sums.has_rows = sums.R >= 8 && sums.R <= 65536 && sums.x.size() / sums.R >= 16;
  if (!sums.has_rows) return;
  sums.C = sums.x.size() / sums.R;
  sums.energy.resize(sums.R);
  sums.feature.resize(sums.R);
  for (u64 i = 0; i < sums.x.size(); ++i) {
    const u64 row = i / sums.C, c = i % sums.C;
    const u64 value = static_cast<u64>(q(sums.x[i]));
    sums.energy[row] += e(sums.x[i]);
    const bool minus = (hash(sums.seed, 4, c / 16) >> (c % 16)) % 2 == 1;
    sums.feature[row][c % 16] += minus ? u64{0} - value : value;
  }
}

inline void sum_units(print_sums& sums, const unit_axis& axis) {
  const u64 a = axis.axis, U = axis.units, w = axis.block;
  const u64 m = std::min<u64>(U, 128);
  sums.has_units = U >= 8;
  if (!sums.has_units) return;
  sums.unit.resize(m);
  const u64 others = sums.x.size() / sums.shape[a];
  for (u64 i = 0; i < sums.x.size(); ++i) {
    std::vector<u64> index(sums.shape.size());
    u64 rest = i;
    for (std::size_t axis_number = index.size(); axis_number-- > 0;) {
      index[axis_number] = rest % sums.shape[axis_number];
      rest /= sums.shape[axis_number];
    }
    const u64 p = index[a];
    const u64 u = p % (U * w) / w;
    if (axis.skip_diagonal && a < 2 && index.size() > 1 && index[1 - a] == u) continue;
    u64 other = 0;
    for (std::size_t axis_number = 0; axis_number < index.size(); ++axis_number)
      if (axis_number != a) other = other * sums.shape[axis_number] + index[axis_number];
    const u64 f = (p / (U * w) * w + p % w) * others + other;
    for (u64 s = 0; s < m; ++s) {
      if (s * U / m != u) continue;
      const u64 value = static_cast<u64>(q(sums.x[i]));
      const bool minus = (hash(sums.seed, 4, f / 16) >> (f % 16)) % 2 == 1;
      sums.unit[s][f % 16] += minus ? u64{0} - value : value;
    }
  }
}

inline print_sums sums_of_tensor(dtype type, const std::vector<u64>& shape,
                                 std::span<const std::byte> packed, u64 seed,
                                 const unit_axis* axis) {
  print_sums sums;
  sums.seed = seed;
  sums.shape = shape;
  u64 count = 1;
  for (const u64 extent : shape)
    count *= extent;
  sums.x = widened(type, packed, count);
  if (is_complex(type)) sums.shape.push_back(2);
  sum_counts(sums);
  sum_sketch(sums);
  sums.checksum = checksum_of(sums, [](double x) { return x; });
  sums.checksum_bf16 = checksum_of(sums, nearest_bf16);
  sums.checksum_f16 = checksum_of(sums, nearest_f16);
  sum_rows(sums);
  if (axis != nullptr) sum_units(sums, *axis);
  return sums;
}

// Section 3.

template <class Code>
float code_values(const std::vector<double>& values, double most, std::vector<Code>& codes) {
  double largest = 0;
  for (const double value : values)
    largest = std::max(largest, std::fabs(value));
  const auto scale = static_cast<float>(largest / most);
  for (const double value : values) {
    const double code = scale == 0 ? 0 : std::nearbyint(value / static_cast<double>(scale));
    codes.push_back(static_cast<Code>(std::max(-most, std::min(most, code))));
  }
  return scale;
}

inline float code_features(const std::array<u64, 16>& features, std::vector<std::int8_t>& codes) {
  std::vector<double> values;
  for (const u64 feature : features)
    values.push_back(std::ldexp(static_cast<double>(static_cast<i64>(feature)), -40));
  return code_values(values, 127, codes);
}

inline value_sketch sketch_of(const print_sums& sums, double mean) {
  const u64 n = sums.x.size();
  u64 k = 1024;
  if (n < 16384)
    for (k = 16; 2 * k <= n / 16;)
      k *= 2;
  std::vector<double> c;
  for (u64 j = 0; j < k; ++j) {
    u64 folded = 0, ones = 0;
    for (u64 i = j; i < 1024; i += k) {
      folded += sums.S[i];
      ones += sums.B[i];
    }
    const double left = static_cast<double>(static_cast<i64>(folded)) * 0x1p-40;
    const double right = mean * static_cast<double>(static_cast<i64>(ones));
    c.push_back(left - right);
  }
  value_sketch sketch;
  sketch.scale = code_values(c, 32767, sketch.codes);
  return sketch;
}

inline row_summary rows_of(const print_sums& sums) {
  row_summary rows;
  std::vector<double> norms;
  for (const u128 energy : sums.energy)
    norms.push_back(std::sqrt(static_cast<double>(energy) * 0x1p-44));
  std::vector<double> sorted = norms;
  std::sort(sorted.begin(), sorted.end());
  for (u64 i = 0; i < 32; ++i)
    rows.profile[i] = static_cast<float>(sorted[(2 * i + 1) * sums.R / 64]);
  std::vector<bool> taken(sums.R);
  for (int k = 0; k < 8; ++k) {
    u64 best = sums.R;
    for (u64 row = 0; row < sums.R; ++row)
      if (!taken[row] && (best == sums.R || sums.energy[row] > sums.energy[best])) best = row;
    taken[best] = true;
    row_landmark landmark;
    landmark.row = static_cast<std::uint32_t>(best);
    landmark.norm = static_cast<float>(norms[best]);
    std::vector<std::int8_t> codes;
    landmark.scale = code_features(sums.feature[best], codes);
    std::copy(codes.begin(), codes.end(), landmark.codes.begin());
    rows.landmarks.push_back(landmark);
  }
  const auto product = [&](std::size_t f, std::size_t g) {
    double sum = 0;
    for (const auto& feature : sums.feature) {
      const double vf = static_cast<double>(static_cast<i64>(feature[f])) * 0x1p-40;
      const double vg = static_cast<double>(static_cast<i64>(feature[g])) * 0x1p-40;
      sum += vf * vg;
    }
    return sum;
  };
  std::size_t at = 0;
  for (std::size_t f = 0; f < 16; ++f)
    for (std::size_t g = f + 1; g < 16; ++g) {
      const double root = std::sqrt(product(f, f) * product(g, g));
      rows.gram[at++] =
          static_cast<std::int8_t>(root == 0 ? 0 : std::nearbyint(127 * product(f, g) / root));
    }
  return rows;
}

inline std::array<std::uint16_t, 16> magnitudes_of(const print_sums& sums) {
  u64 all = 0;
  for (const u64 count : sums.H)
    all += count;
  std::array<std::uint16_t, 16> quantiles;
  quantiles.fill(0xFFFF);
  for (u64 i = 0; i < 16 && all > 0; ++i) {
    u64 below = 0;
    for (std::size_t bin = 0; bin < 1024; ++bin) {
      below += sums.H[bin];
      if (below * 32 > (2 * i + 1) * all) {
        quantiles[i] = static_cast<std::uint16_t>(bin);
        break;
      }
    }
  }
  return quantiles;
}

inline tensor_print print_of(const std::string& name, dtype type, const std::vector<u64>& shape,
                             std::span<const std::byte> packed, u64 seed, const unit_axis* axis) {
  const print_sums sums = sums_of_tensor(type, shape, packed, seed, axis);
  tensor_print print;
  print.name = name;
  print.type = type;
  print.shape = shape;
  print.nonfinite = sums.nonfinite;
  print.outside = sums.outside;
  print.zeros = sums.zeros;
  print.negative = sums.negative;
  print.minimum = sums.minimum;
  print.maximum = sums.maximum;
  const u64 n = sums.x.size();
  const u64 count_inside = n - sums.nonfinite - sums.outside;
  if (count_inside > 0) {
    print.mean = static_cast<double>(sums.Q) * 0x1p-40 / static_cast<double>(count_inside);
    print.mean_square = static_cast<double>(sums.E) * 0x1p-44 / static_cast<double>(count_inside);
  }
  print.checksum = sums.checksum;
  print.checksum_bf16 = sums.checksum_bf16;
  print.checksum_f16 = sums.checksum_f16;
  print.magnitudes = magnitudes_of(sums);
  const bool present = sums.nonfinite == 0 && sums.outside == 0 && n >= 256 &&
                       std::sqrt(print.mean_square) >= 0x1p-26;
  if (!present) return print;
  print.sketch = sketch_of(sums, print.mean);
  if (sums.has_rows) print.rows = rows_of(sums);
  if (sums.has_units) {
    print.units.emplace();
    for (const auto& features : sums.unit)
      print.units->scales.push_back(code_features(features, print.units->codes));
  }
  return print;
}

} // namespace weightkin::oracle
