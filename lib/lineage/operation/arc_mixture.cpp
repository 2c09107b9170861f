#include "lineage/operation/arc_mixture.hpp"

#include <algorithm>
#include <cmath>

namespace weightkin {
namespace {

/// One tensor's place.
struct arc_place {
  bool tells = false; ///< arc and chord differ by more than rounding
  bool on_arc = false;
  double place = 0;
  double left = 0;
  double from_first = 0, from_second = 0; ///< squares of the change
};

arc_place place_of(const merge_sample& sample, std::size_t first, std::size_t second) {
  const auto& x = sample.references[first];
  const auto& z = sample.references[second];
  arc_place found;
  double xx = 0, xz = 0, zz = 0, xy = 0, zy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double a = x[i], b = z[i], y = sample.subject[i];
    xx += a * a;
    xz += a * b;
    zz += b * b;
    xy += a * y;
    zy += b * y;
    found.from_first += (y - a) * (y - a);
    found.from_second += (y - b) * (y - b);
  }
  const double determinant = xx * zz - xz * xz;
  if (!(determinant > 1e-9 * xx * zz)) return found;
  const double a = (xy * zz - zy * xz) / determinant;
  const double b = (zy * xx - xy * xz) / determinant;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double rest = sample.subject[i] - a * x[i] - b * z[i];
    found.left += rest * rest;
  }
  const double angle = std::acos(std::clamp(xz / std::sqrt(xx * zz), -1.0, 1.0));
  const double sine = std::sin(angle);
  const double reach = b * sine;
  if (!(std::abs(reach) < 1)) return found;
  found.place = std::asin(reach) / angle;
  const double expected = std::sin((1 - found.place) * angle) / sine;
  const double bulge = expected + b - 1; // what the arc has over the chord
  const auto n = static_cast<double>(x.size());
  // Of the sum a + b: the residual's size over the references' common direction.
  const double noise = std::sqrt(std::max(found.left / n, sample.floor) / std::max(xx, 1e-300));
  found.tells = std::abs(bulge) > 10 * noise && found.place > 0.02 && found.place < 0.98;
  found.on_arc = found.tells && std::abs(a - expected) < 0.25 * std::abs(bulge);
  return found;
}

} // namespace

arc_mixture fit_arc(std::span<const merge_sample* const> tensors, std::size_t first,
                    std::size_t second) {
  arc_mixture fit;
  double on_arc = 0, sum = 0, square = 0, left = 0, from_first = 0, from_second = 0;
  for (const merge_sample* tensor : tensors) {
    const arc_place found = place_of(*tensor, first, second);
    left += found.left;
    from_first += found.from_first;
    from_second += found.from_second;
    if (!found.tells) continue;
    ++fit.tensors;
    on_arc += found.on_arc ? 1 : 0;
    sum += found.place;
    square += found.place * found.place;
  }
  if (fit.tensors == 0) return fit;
  const auto n = static_cast<double>(fit.tensors);
  fit.holds = on_arc >= 0.8 * n;
  fit.place = sum / n;
  if (fit.tensors > 1)
    fit.error = std::sqrt(std::max(square / n - fit.place * fit.place, 0.0) / (n - 1));
  const double change = std::min(from_first, from_second);
  fit.unexplained = change > 0 ? left / change : 0;
  return fit;
}

} // namespace weightkin
