#include "lineage/operation/step_trend.hpp"

#include <algorithm>
#include <cmath>

namespace weightkin {

void step_trend::add(double step, double size, double difference) {
  if (!(step > 0 && size > 0 && difference > 0)) return;
  const double x = std::log(step), w = std::log(size), y = std::log(difference);
  ++blocks_;
  step_ += x;
  size_ += w;
  difference_ += y;
  step_step_ += x * x;
  step_size_ += x * w;
  size_size_ += w * w;
  step_difference_ += x * y;
  size_difference_ += w * y;
  difference_difference_ += y * y;
}

std::optional<bool> step_trend::follows() const {
  constexpr std::size_t fewest_blocks = 16;
  if (blocks_ < fewest_blocks) return std::nullopt;
  const auto n = static_cast<double>(blocks_);
  const auto centred = [&](double product, double one, double other) {
    return product - one * other / n;
  };
  const double xx = centred(step_step_, step_, step_);
  const double ww = centred(size_size_, size_, size_);
  const double xw = centred(step_size_, step_, size_);
  const double xy = centred(step_difference_, step_, difference_);
  const double wy = centred(size_difference_, size_, difference_);
  const double yy = centred(difference_difference_, difference_, difference_);
  // Least squares of y on x and w; `own` is what of x is not in w.
  const double own = ww > 0 ? xx - xw * xw / ww : xx;
  if (!(own > 1e-6 * n)) return std::nullopt; // one step for all
  const double slope = (ww > 0 ? xy - xw * wy / ww : xy) / own;
  const double explained = slope * slope * own + (ww > 0 ? wy * wy / ww : 0.0);
  const double error = std::sqrt(std::max(yy - explained, 0.0) / ((n - 3) * own));
  if (3 * error > 0.5) return std::nullopt;
  return slope - 3 * error > 0.5;
}

} // namespace weightkin
