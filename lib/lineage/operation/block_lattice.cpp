#include "lineage/operation/block_lattice.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace weightkin {
namespace {

constexpr double most_levels = 255.0;
constexpr double scale_price = 7.0; ///< decades a free scale (24 bits of mantissa) is worth
constexpr std::size_t least_values = 2;

// QLoRA's NormalFloat4: quantiles of the normal distribution, scaled to [-1, 1], with an exact 0.
constexpr std::array<double, 16> nf4_levels{-1.0,
                                            -0.6961928009986877,
                                            -0.5250730514526367,
                                            -0.39491748809814453,
                                            -0.28444138169288635,
                                            -0.18477343022823334,
                                            -0.09105003625154495,
                                            0.0,
                                            0.07958029955625534,
                                            0.16093020141124725,
                                            0.24611230194568634,
                                            0.33791524171829224,
                                            0.44070982933044434,
                                            0.5626170039176941,
                                            0.7229568362236023,
                                            1.0};
constexpr std::array<double, 16> fp4_levels{
    -1.0, -2.0 / 3,       -0.5,    -1.0 / 3, -0.25,   -1.0 / 6, -0.005208333333, -0.0,
    0.0,  0.005208333333, 1.0 / 6, 0.25,     1.0 / 3, 0.5,      2.0 / 3,         1.0};

const std::array<double, 16>& levels_of(grid_form form) {
  return form == grid_form::nf4 ? nf4_levels : fp4_levels;
}

double largest_magnitude(std::span<const float> values) {
  double largest = 0;
  for (const float value : values)
    largest = std::max(largest, std::abs(static_cast<double>(value)));
  return largest;
}

std::size_t count_nonzero(std::span<const float> values) {
  return static_cast<std::size_t>(
      std::count_if(values.begin(), values.end(), [](float value) { return value != 0; }));
}

/// Decades by which lying within `tolerance` of a level, levels being `gap` apart, is likelier on
/// the grid than off it.
double decades(double tolerance, double gap) {
  return std::max(0.0, std::log10(0.5 * gap / std::max(tolerance, 1e-7 * gap)));
}

/// Adds up the evidence for the lattice offset + step * integers; nothing as soon as a value is
/// off.
std::optional<lattice_fit> check_uniform(std::span<const float> values, double step, double offset,
                                         double precision) {
  if (!(step > 0) || !std::isfinite(step)) return std::nullopt;
  lattice_fit fit{step, offset, 0, 0, -scale_price};
  bool first = true;
  for (const float value : values) {
    const double place = (static_cast<double>(value) - offset) / step;
    const double code = std::nearbyint(place);
    if (std::abs(code) > 2 * most_levels) return std::nullopt;
    const double tolerance =
        2e-6 + 2 * precision * (std::abs(static_cast<double>(value)) + std::abs(offset)) / step;
    if (std::abs(place - code) > std::min(tolerance, 0.5)) return std::nullopt;
    if (value != 0) fit.log10_margin += decades(tolerance, 1.0);
    const auto integer = static_cast<std::int64_t>(code);
    fit.lowest = first ? integer : std::min(fit.lowest, integer);
    fit.highest = first ? integer : std::max(fit.highest, integer);
    first = false;
  }
  if (offset != 0) fit.log10_margin -= scale_price;
  if (static_cast<double>(fit.highest - fit.lowest) > most_levels) return std::nullopt;
  return fit;
}

/// Where codes are counted from, and how far off the values lie: ascending.
struct lattice_origin {
  double offset = 0;
  std::vector<double> distances;
};

lattice_origin origin_at(std::span<const float> values, double offset) {
  lattice_origin origin{offset, {}};
  origin.distances.reserve(values.size());
  for (const float value : values)
    origin.distances.push_back(std::abs(static_cast<double>(value) - offset));
  std::sort(origin.distances.begin(), origin.distances.end());
  return origin;
}

/// The two origins that are tried: 0, and the smallest value. Made when asked for.
class lattice_origins {
public:
  explicit lattice_origins(std::span<const float> values) : values_(values) {}
  const lattice_origin& get(bool shifted) {
    auto& origin = made_[shifted ? 1 : 0];
    if (!origin)
      origin = origin_at(
          values_,
          shifted ? static_cast<double>(*std::min_element(values_.begin(), values_.end())) : 0.0);
    return *origin;
  }

private:
  std::span<const float> values_;
  std::array<std::optional<lattice_origin>, 2> made_;
};

/// The step that suits all values best, begun with a rough one and the smallest distances, which
/// decide their codes safely. Nothing as soon as a distance is farther from its code than any
/// lattice's would be: most steps that are tried end after a few values.
std::optional<double> refined_step(const lattice_origin& origin, double step, double precision) {
  constexpr double hopeless = 0.3;
  double kd = 0;
  double kk = 0;
  for (const double distance : origin.distances) {
    const double place = distance / step;
    const double code = std::nearbyint(place);
    if (std::abs(place - code) >
        hopeless + 2 * precision * (place + std::abs(origin.offset) / step))
      return std::nullopt;
    if (code == 0) continue;
    kd += code * distance;
    kk += code * code;
    step = kd / kk;
  }
  return step;
}

/// Lattices that begin with a candidate step: through 0, then through the smallest value.
std::optional<lattice_fit> try_step(std::span<const float> values, double step, double precision,
                                    const lattice_origin& origin) {
  if (!(step > 0) || !std::isfinite(step)) return std::nullopt;
  if (auto fit = check_uniform(values, step, origin.offset, precision)) return fit;
  const auto refined = refined_step(origin, step, precision);
  return refined ? check_uniform(values, *refined, origin.offset, precision) : std::nullopt;
}

/// Better of two fits: the one with the coarser step, since every finer lattice holds it too.
void keep_coarser(std::optional<lattice_fit>& best, const std::optional<lattice_fit>& fit) {
  if (fit && (!best || fit->step > best->step * 1.001)) best = fit;
}

/// A step found among the gaps between values; exact where values hold enough bits.
std::optional<lattice_fit> from_gaps(std::span<const float> values, double precision,
                                     lattice_origins& origins) {
  std::vector<double> sorted(values.begin(), values.end());
  sorted.push_back(0.0);
  std::sort(sorted.begin(), sorted.end());
  std::optional<lattice_fit> best;
  for (const bool shifted : {false, true}) {
    double gap = 0;
    const double noise = 4 * precision * std::max(std::abs(sorted.front()), sorted.back());
    for (std::size_t i = 1; i < sorted.size(); ++i) {
      const double distance = sorted[i] - sorted[i - 1];
      if (shifted && (sorted[i] == 0 || sorted[i - 1] == 0)) continue;
      if (distance > noise && (gap == 0 || distance < gap)) gap = distance;
    }
    if (gap == 0) continue;
    for (int parts = 1; parts <= 4; ++parts) {
      const auto fit = try_step(values, gap / parts, precision, origins.get(shifted));
      if (!fit) continue;
      keep_coarser(best, fit);
      break;
    }
    if (best) break; // without an offset is the simpler account
  }
  return best;
}

} // namespace

std::optional<lattice_fit> fit_uniform(std::span<const float> values, double precision) {
  if (count_nonzero(values) < least_values) return std::nullopt;
  const double largest = largest_magnitude(values);
  std::optional<lattice_fit> best;
  // The largest value has one of few codes in narrow grids, and a known one in symmetric 8-bit
  // ones.
  for (int code = 1; code <= 32 && !best; ++code)
    best = check_uniform(values, largest / code, 0.0, precision);
  for (const double code : {127.0, 128.0})
    if (!best) best = check_uniform(values, largest / code, 0.0, precision);
  if (best) return best;
  lattice_origins origins(values);
  if (auto fit = from_gaps(values, precision, origins)) return fit;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double range = static_cast<double>(*high) - *low;
  for (const double levels : {3.0, 7.0, 15.0, 31.0, 63.0, 255.0})
    for (const bool shifted : {false, true})
      if (!best) best = try_step(values, range / levels, precision, origins.get(shifted));
  return best;
}

std::optional<lattice_fit> fit_minifloat(std::span<const float> values, int bits,
                                         double precision) {
  const std::size_t nonzero = count_nonzero(values);
  if (nonzero < least_values) return std::nullopt;
  const double largest = largest_magnitude(values);
  const int steps = 1 << bits;
  for (int top = steps; top < 2 * steps; ++top) {
    // The largest value's mantissa is top / steps of some power of two.
    const double scale = largest / top;
    const double tolerance = 2e-7 + 2 * precision;
    double margin = -scale_price;
    bool fits = true;
    for (const float value : values) {
      if (value == 0) continue;
      const double x = std::abs(static_cast<double>(value)) / scale;
      const double unit = std::ldexp(1.0, std::ilogb(x * (1 + tolerance)) - bits);
      const double place = x / unit;
      const double slack = tolerance * place;
      if (std::abs(place - std::nearbyint(place)) > slack) {
        fits = false;
        break;
      }
      margin += decades(slack, 1.0);
    }
    if (fits) return lattice_fit{scale, 0, 0, 0, margin};
  }
  return std::nullopt;
}

std::optional<lattice_fit> fit_codebook(std::span<const float> values, grid_form form,
                                        double precision) {
  if (count_nonzero(values) < least_values) return std::nullopt;
  const auto& levels = levels_of(form);
  const double scale = largest_magnitude(values);
  lattice_fit fit{scale, 0, 0, 0, -scale_price};
  for (const float value : values) {
    if (value == 0) continue;
    const double x = static_cast<double>(value) / scale;
    const double slack = 1e-6 + 2 * precision * std::abs(x);
    const bool on = std::any_of(levels.begin(), levels.end(),
                                [&](double level) { return std::abs(level - x) <= slack; });
    if (!on) return std::nullopt;
    fit.log10_margin += decades(slack, 2.0 / 15.0);
  }
  return fit;
}

grid_place place_on(const lattice_fit& fit, grid_form form, int mantissa_bits, double value) {
  if (form == grid_form::uniform) {
    const double code =
        std::clamp(std::nearbyint((value - fit.offset) / fit.step), static_cast<double>(fit.lowest),
                   static_cast<double>(fit.highest));
    return {fit.offset + code * fit.step, fit.step};
  }
  if (form == grid_form::minifloat) {
    if (value == 0) return {0, 0};
    const double x = value / fit.step;
    const double unit = std::ldexp(1.0, std::ilogb(x) - mantissa_bits);
    return {std::nearbyint(x / unit) * unit * fit.step, unit * fit.step};
  }
  const auto& levels = levels_of(form);
  const double x = value / fit.step;
  std::size_t best = 0;
  for (std::size_t i = 1; i < levels.size(); ++i)
    if (std::abs(levels[i] - x) < std::abs(levels[best] - x)) best = i;
  const double below = best > 0 ? levels[best] - levels[best - 1] : 0;
  const double above = best + 1 < levels.size() ? levels[best + 1] - levels[best] : 0;
  return {levels[best] * fit.step, std::max(below, above) * fit.step};
}

} // namespace weightkin
