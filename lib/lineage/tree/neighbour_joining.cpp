#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include "lineage/tree/skeleton.hpp"

namespace weightkin {
namespace {

/// The distances among what is not yet joined.
class joining {
public:
  joining(const squared_distances& distances, const std::vector<std::size_t>& members) {
    for (const std::size_t member : members)
      open_.push_back(tree_.add(member));
    between_.resize(members.size());
    for (std::size_t i = 0; i < members.size(); ++i)
      for (std::size_t j = 0; j < members.size(); ++j)
        between_[i].push_back(distances.square(members[i], members[j]));
  }

  skeleton joined() && {
    while (open_.size() > 3)
      join_best();
    if (open_.size() == 2) tree_.join(open_[0], open_[1]);
    if (open_.size() == 3) {
      const std::size_t centre = tree_.add(std::nullopt);
      for (const std::size_t point : open_)
        tree_.join(centre, point);
    }
    return std::move(tree_);
  }

private:
  void join_best() {
    const std::size_t n = open_.size();
    std::vector<double> total(n, 0.0);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        total[i] += between_[i][j];
    double least = std::numeric_limits<double>::infinity();
    std::size_t a = 0;
    std::size_t b = 1;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = i + 1; j < n; ++j) {
        const double cost = static_cast<double>(n - 2) * between_[i][j] - total[i] - total[j];
        if (cost < least) least = cost, a = i, b = j;
      }
    const std::size_t parent = tree_.add(std::nullopt);
    tree_.join(parent, open_[a]);
    tree_.join(parent, open_[b]);
    replace(a, b, parent);
  }

  /// `a` becomes `parent`, `b` goes.
  void replace(std::size_t a, std::size_t b, std::size_t parent) {
    const double apart = between_[a][b];
    for (std::size_t k = 0; k < open_.size(); ++k) {
      const double to = k == a ? 0.0 : (between_[a][k] + between_[b][k] - apart) / 2;
      between_[a][k] = between_[k][a] = to;
    }
    const auto gone = static_cast<std::ptrdiff_t>(b);
    between_.erase(between_.begin() + gone);
    for (auto& row : between_)
      row.erase(row.begin() + gone);
    open_[a] = parent;
    open_.erase(open_.begin() + gone);
  }

  skeleton tree_;
  std::vector<std::size_t> open_;
  std::vector<std::vector<double>> between_;
};

} // namespace

skeleton join_neighbours(const squared_distances& distances,
                         const std::vector<std::size_t>& members) {
  return joining(distances, members).joined();
}

} // namespace weightkin
