#include "lineage/tree/merge_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <tuple>

namespace weightkin {
namespace {

constexpr std::size_t most_points = 5; ///< of a mixture: a base and four parents
constexpr std::size_t most_near = 24;

/// What a mixture may leave unexplained. A member that is no mixture, say the common parent of n
/// siblings, is their mean but for 1/n: at least 1/5 with so few points.
constexpr double most_residual = 0.1;
/// What a proven one may leave: more, and a parent may be a stand-in for one that is missing.
constexpr double most_proven_residual = 0.03;
/// What leaves less than this needs no more points.
constexpr double exact_residual = 1e-3;
constexpr double least_weight = 0.03;
constexpr double weight_errors = 5;

/// Independent changes of one base are orthogonal; these are taken for independent. A share of the
/// smaller one: of a chain or a line through the base the later has all of the earlier.
constexpr double most_common = 0.2;
/// How evenly two changes share the tensors: halves of one change cut in two are orthogonal, too.
constexpr double least_overlap = 0.5;

using solution = std::array<double, most_points>;

/// The affine combination of points that comes nearest to a member.
struct affine_fit {
  std::vector<std::size_t> points;
  solution weights{}; ///< add up to one
  solution errors{};
  double residual = std::numeric_limits<double>::infinity(); ///< share, as in `mixture`
};

/// Gauss and Jordan on at most 4 x 4; false where the points lie in fewer dimensions.
bool invert(std::array<solution, most_points>& a, std::array<solution, most_points>& inverse,
            std::size_t n) {
  double scale = 0;
  for (std::size_t i = 0; i < n; ++i) {
    inverse[i] = {};
    inverse[i][i] = 1;
    scale = std::max(scale, a[i][i]);
  }
  for (std::size_t column = 0; column < n; ++column) {
    std::size_t pivot = column;
    for (std::size_t row = column + 1; row < n; ++row)
      if (std::fabs(a[row][column]) > std::fabs(a[pivot][column])) pivot = row;
    if (!(std::fabs(a[pivot][column]) > 1e-9 * scale)) return false;
    std::swap(a[pivot], a[column]);
    std::swap(inverse[pivot], inverse[column]);
    const double by = a[column][column];
    for (std::size_t k = 0; k < n; ++k)
      a[column][k] /= by, inverse[column][k] /= by;
    for (std::size_t row = 0; row < n; ++row) {
      if (row == column) continue;
      const double times = a[row][column];
      for (std::size_t k = 0; k < n; ++k)
        a[row][k] -= times * a[column][k], inverse[row][k] -= times * inverse[column][k];
    }
  }
  return true;
}

class mixture_search {
public:
  explicit mixture_search(const squared_distances& distances)
      : distances_(distances), members_(distances.members()) {
    for (std::size_t i = 0; i < members_; ++i)
      for (std::size_t j = 0; j < members_; ++j)
        square_.push_back(distances.square(i, j));
    double elements = 0;
    double spread = 0;
    for (std::size_t g = 0; g < distances.groups(); ++g) {
      const auto& group = distances.group_at(g);
      elements += group.parameters;
      spread += group.parameters * group.parameters / group.buckets;
    }
    independent_ = spread > 0 ? elements * elements / spread : 1;
  }

  [[nodiscard]] std::optional<mixture> of(std::size_t child) const {
    const auto near = nearest(child);
    auto line = best_line(child, near);
    if (line && line->residual <= exact_residual) return line;
    auto plane = best_plane(child, near);
    // A base more always explains a little more.
    const bool better = plane && (!line || plane->residual < line->residual / 2);
    return better ? plane : line;
  }

private:
  [[nodiscard]] double square(std::size_t i, std::size_t j) const {
    return square_[i * members_ + j];
  }
  /// <i - o, j - o>
  [[nodiscard]] double product(std::size_t i, std::size_t j, std::size_t o) const {
    return (square(i, o) + square(j, o) - square(i, j)) / 2;
  }
  [[nodiscard]] double cosine(std::size_t i, std::size_t j, std::size_t o) const {
    const double sizes = std::sqrt(square(i, o) * square(j, o));
    return sizes > 0 ? product(i, j, o) / sizes : 1.0;
  }

  [[nodiscard]] std::vector<std::size_t> nearest(std::size_t child) const {
    std::vector<std::size_t> out;
    for (std::size_t m = 0; m < members_; ++m)
      if (m != child) out.push_back(m);
    std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) {
      return square(child, a) < square(child, b);
    });
    out.resize(std::min(out.size(), most_near));
    return out;
  }

  [[nodiscard]] affine_fit fit(std::size_t child, std::vector<std::size_t> points) const {
    affine_fit out;
    out.points = std::move(points);
    const std::size_t n = out.points.size() - 1;
    const std::size_t origin = out.points[n];
    std::array<solution, most_points> gram{};
    std::array<solution, most_points> inverse{};
    solution target{};
    for (std::size_t i = 0; i < n; ++i) {
      target[i] = product(child, out.points[i], origin);
      for (std::size_t j = 0; j < n; ++j)
        gram[i][j] = product(out.points[i], out.points[j], origin);
    }
    if (!invert(gram, inverse, n)) return out;
    double left = square(child, origin);
    out.weights[n] = 1;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j)
        out.weights[i] += inverse[i][j] * target[j];
      out.weights[n] -= out.weights[i];
      left -= out.weights[i] * target[i];
    }
    double least = std::numeric_limits<double>::infinity();
    for (const std::size_t point : out.points)
      least = std::min(least, square(child, point));
    left = std::max(left, 0.0);
    double all = 0;
    for (std::size_t i = 0; i < n; ++i) {
      out.errors[i] = std::sqrt(left * std::max(inverse[i][i], 0.0) / independent_);
      for (std::size_t j = 0; j < n; ++j)
        all += inverse[i][j];
    }
    out.errors[n] = std::sqrt(left * std::max(all, 0.0) / independent_);
    if (least > 0) out.residual = left / least;
    return out;
  }

  [[nodiscard]] bool is_part(const affine_fit& found, std::size_t at) const {
    return found.weights[at] >= least_weight &&
           found.weights[at] >= weight_errors * found.errors[at];
  }

  /// The changes of two parents from one base are those of independent work on it.
  [[nodiscard]] bool independent(std::size_t a, std::size_t b, std::size_t base) const {
    if (!(square(a, base) > 0) || !(square(b, base) > 0)) return false;
    const estimate both = distances_.product(a, base, b, base);
    const double smaller = std::min(square(a, base), square(b, base));
    if (!(std::fabs(both.value) + 3 * both.standard_error <= most_common * smaller)) return false;
    const double sizes = std::sqrt(square(a, base) * square(b, base));
    double overlap = 0;
    for (std::size_t g = 0; g < distances_.groups(); ++g)
      overlap += std::sqrt(distances_.at(g, a, base) * distances_.at(g, b, base));
    return overlap >= least_overlap * sizes;
  }

  [[nodiscard]] bool all_independent(std::span<const std::size_t> parents, std::size_t base) const {
    for (std::size_t i = 0; i < parents.size(); ++i)
      for (std::size_t j = i + 1; j < parents.size(); ++j)
        if (!independent(parents[i], parents[j], base)) return false;
    return true;
  }

  [[nodiscard]] mixture described(std::size_t child, const affine_fit& found,
                                  std::optional<std::size_t> base) const {
    mixture out;
    out.child = child;
    out.base = base;
    out.residual = found.residual;
    for (std::size_t i = 0; i < found.points.size(); ++i) {
      if (base && found.points[i] == *base) continue;
      out.parents.push_back(found.points[i]);
      out.weights.push_back({found.weights[i], found.errors[i]});
    }
    return out;
  }

  /// Better: proven; then the smaller residual.
  static void keep_better(std::optional<mixture>& best, mixture found) {
    if (!best ||
        std::tuple(!found.proven, found.residual) < std::tuple(!best->proven, best->residual))
      best = std::move(found);
  }

  /// On the line between two members. A base off the line, from which both went their own ways,
  /// proves that the child came after them.
  [[nodiscard]] std::optional<mixture> best_line(std::size_t child,
                                                 std::span<const std::size_t> near) const {
    std::optional<mixture> best;
    for (std::size_t i = 0; i < near.size(); ++i)
      for (std::size_t j = i + 1; j < near.size(); ++j) {
        const affine_fit found = fit(child, {near[i], near[j]});
        if (!(found.residual <= most_residual) || !is_part(found, 0) || !is_part(found, 1))
          continue;
        mixture line = described(child, found, std::nullopt);
        line.witness = proving_base(child, line.parents);
        line.proven = found.residual <= most_proven_residual && line.witness;
        keep_better(best, std::move(line));
      }
    return best;
  }

  /// A member that all parents went away from in unrelated directions.
  [[nodiscard]] std::optional<std::size_t>
  proving_base(std::size_t child, std::span<const std::size_t> parents) const {
    std::optional<std::size_t> best;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t base = 0; base < members_; ++base) {
      const bool taken = std::find(parents.begin(), parents.end(), base) != parents.end();
      if (base == child || taken || !all_independent(parents, base)) continue;
      const double widest = widest_cosine(parents, base);
      if (widest < least) least = widest, best = base;
    }
    return best;
  }

  [[nodiscard]] double widest_cosine(std::span<const std::size_t> parents, std::size_t base) const {
    double widest = 0;
    for (const std::size_t a : parents)
      for (const std::size_t b : parents)
        if (a < b) widest = std::max(widest, std::fabs(cosine(a, b, base)));
    return widest;
  }

  /// Parents whose weights add up to one, and a base off their plane that proves it.
  [[nodiscard]] std::optional<mixture> without_base(std::size_t child,
                                                    const affine_fit& found) const {
    for (std::size_t at = 0; at < found.points.size(); ++at)
      if (!is_part(found, at)) return std::nullopt;
    mixture out = described(child, found, std::nullopt);
    out.witness = proving_base(child, out.parents);
    if (!out.witness) return std::nullopt;
    out.proven = found.residual <= most_proven_residual;
    return out;
  }

  /// Base and parents among the points of a fit, or nothing where no point is such a base.
  [[nodiscard]] std::optional<mixture> with_base(std::size_t child, const affine_fit& found) const {
    std::optional<mixture> best;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t at = 0; at < found.points.size(); ++at) {
      std::vector<std::size_t> parents;
      bool parts = true;
      for (std::size_t i = 0; i < found.points.size(); ++i) {
        if (i == at) continue;
        parts = parts && is_part(found, i);
        parents.push_back(found.points[i]);
      }
      if (!parts || !all_independent(parents, found.points[at])) continue;
      const double widest = widest_cosine(parents, found.points[at]);
      if (widest >= least) continue;
      least = widest;
      best = described(child, found, found.points[at]);
      best->witness = best->base;
      best->proven = found.residual <= most_proven_residual;
    }
    return best;
  }

  void consider(std::optional<mixture>& best, std::size_t child, const affine_fit& found) const {
    if (!(found.residual <= most_residual)) return;
    if (auto mix = with_base(child, found)) keep_better(best, std::move(*mix));
    if (auto mix = without_base(child, found)) keep_better(best, std::move(*mix));
  }

  [[nodiscard]] std::optional<mixture> best_plane(std::size_t child,
                                                  std::span<const std::size_t> near) const {
    std::optional<mixture> best;
    affine_fit nearest_fit;
    for (std::size_t i = 0; i < near.size(); ++i)
      for (std::size_t j = i + 1; j < near.size(); ++j)
        for (std::size_t k = j + 1; k < near.size(); ++k) {
          affine_fit found = fit(child, {near[i], near[j], near[k]});
          consider(best, child, found);
          if (found.residual < nearest_fit.residual) nearest_fit = std::move(found);
        }
    while (!best && nearest_fit.points.size() >= 3 && nearest_fit.points.size() < most_points) {
      affine_fit wider;
      for (const std::size_t more : near) {
        auto points = nearest_fit.points;
        if (std::find(points.begin(), points.end(), more) != points.end()) continue;
        points.push_back(more);
        affine_fit found = fit(child, std::move(points));
        if (found.residual < wider.residual) wider = std::move(found);
      }
      if (wider.points.empty()) break;
      consider(best, child, wider);
      nearest_fit = std::move(wider);
    }
    return best;
  }

  const squared_distances& distances_;
  std::size_t members_;
  std::vector<double> square_;
  double independent_ = 1;
};

bool uses(const mixture& one, std::size_t member) {
  return one.base == member ||
         std::find(one.parents.begin(), one.parents.end(), member) != one.parents.end();
}

} // namespace

std::vector<mixture> find_mixtures(const squared_distances& distances) {
  const mixture_search search(distances);
  std::vector<mixture> found;
  for (std::size_t child = 0; child < distances.members(); ++child)
    if (auto one = search.of(child)) found.push_back(std::move(*one));
  // Two that explain each other: the corners of a parallelogram look alike.
  std::vector<bool> circular(found.size(), false);
  for (std::size_t i = 0; i < found.size(); ++i)
    for (std::size_t j = 0; j < found.size(); ++j)
      if (uses(found[i], found[j].child) && uses(found[j], found[i].child)) circular[i] = true;
  for (std::size_t i = 0; i < found.size(); ++i)
    found[i].proven = found[i].proven && !circular[i];
  std::stable_sort(found.begin(), found.end(), [](const mixture& a, const mixture& b) {
    return std::tuple(!a.proven, a.residual) < std::tuple(!b.proven, b.residual);
  });
  return found;
}

} // namespace weightkin
