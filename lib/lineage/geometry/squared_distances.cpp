#include "lineage/geometry/squared_distances.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace weightkin {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

} // namespace

squared_distances::squared_distances(std::size_t members, std::vector<group> groups)
    : members_(members), groups_(std::move(groups)), squares_(groups_.size() * members * members),
      blurs_(squares_.size()) {}

void squared_distances::set(std::size_t g, std::size_t i, std::size_t j, double square,
                            double blur) {
  // What rounding adds on the average goes off; what it may add still counts as error.
  const double left = std::isnan(square) ? unknown : std::max(0.0, square - blur);
  squares_[place(g, i, j)] = squares_[place(g, j, i)] = i == j ? 0.0 : left;
  blurs_[place(g, i, j)] = blurs_[place(g, j, i)] = static_cast<float>(blur);
}

double squared_distances::square(std::size_t i, std::size_t j) const {
  double sum = 0;
  for (std::size_t g = 0; g < groups_.size(); ++g)
    if (const double here = at(g, i, j); !std::isnan(here)) sum += here;
  return sum;
}

double squared_distances::product_in(std::size_t g, std::size_t i, std::size_t j, std::size_t k,
                                     std::size_t l) const {
  return (at(g, i, l) + at(g, j, k) - at(g, i, k) - at(g, j, l)) / 2;
}

estimate squared_distances::product(std::size_t i, std::size_t j, std::size_t k,
                                    std::size_t l) const {
  double sum = 0;
  double variance = 0;
  std::size_t seen = 0;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const double here = product_in(g, i, j, k, l);
    const double sizes = at(g, i, j) * at(g, k, l);
    if (std::isnan(here) || std::isnan(sizes)) continue;
    const double blur = blurs_[place(g, i, k)] + blurs_[place(g, j, l)];
    sum += here;
    variance += (sizes + here * here) / groups_[g].buckets + blur * blur;
    ++seen;
  }
  return seen > 0 ? estimate{sum, std::sqrt(variance)} : estimate{unknown, infinity};
}

estimate squared_distances::position(std::size_t from, std::size_t near, std::size_t far) const {
  double along = 0;
  double length = 0;
  std::vector<std::size_t> seen;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const double here = product_in(g, from, near, far, near);
    if (std::isnan(here)) continue;
    along += here;
    length += at(g, near, far);
    seen.push_back(g);
  }
  if (!(length > 0)) return {unknown, infinity};
  const double share = along / length;
  // Only what lies off the line can be mistaken for a part of it.
  double variance = 0;
  for (const std::size_t g : seen) {
    const double line = at(g, near, far);
    const double product = product_in(g, from, near, far, near);
    const double off = at(g, from, near) - 2 * share * product + share * share * line;
    const double left = product - share * line;
    const double blur = blurs_[place(g, near, far)] + blurs_[place(g, from, near)];
    variance += (std::max(0.0, off) * line + left * left) / groups_[g].buckets + blur * blur;
  }
  return {share, std::sqrt(variance) / length};
}

} // namespace weightkin
