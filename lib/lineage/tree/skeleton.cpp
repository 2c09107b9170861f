#include "lineage/tree/skeleton.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace weightkin {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A branching point counts when the way to the next is at least this share of the shortest
/// distance across it: changes of siblings are never quite unrelated.
constexpr double least_branch = 0.1;

/// All members on one side of an edge.
std::vector<std::size_t> members_on(const skeleton& tree, std::size_t from, std::size_t without) {
  std::vector<std::size_t> out;
  for (const std::size_t point : side_of(tree, from, without))
    if (tree.points[point].member) out.push_back(*tree.points[point].member);
  return out;
}

/// One member for each branch at `at` except the one towards `except`: the one nearest to members
/// of the other branches.
std::vector<std::size_t> representatives(const skeleton& tree, std::size_t at, std::size_t except,
                                         const squared_distances& distances) {
  std::vector<std::vector<std::size_t>> branches;
  if (tree.points[at].member) branches.push_back({*tree.points[at].member});
  std::vector<std::size_t> wanted;
  for (const std::size_t next : tree.points[at].neighbours) {
    if (next != except) wanted.push_back(branches.size());
    branches.push_back(members_on(tree, next, at));
  }
  if (tree.points[at].member) wanted.insert(wanted.begin(), 0);
  std::vector<std::size_t> out;
  for (const std::size_t branch : wanted) {
    double least = infinity;
    std::size_t best = branches[branch].front();
    for (const std::size_t own : branches[branch])
      for (std::size_t other = 0; other < branches.size(); ++other)
        for (const std::size_t theirs : branches[other])
          if (other != branch && distances.square(own, theirs) < least)
            least = distances.square(own, theirs), best = own;
    out.push_back(best);
  }
  return out;
}

/// The way between branching points, by one member of two branches on each side.
estimate way_across(const squared_distances& d, std::size_t a, std::size_t b, std::size_t c,
                    std::size_t e) {
  const estimate one = d.product(a, e, b, c);
  const estimate two = d.product(a, c, b, e);
  return {(one.value + two.value) / 2, std::max(one.standard_error, two.standard_error)};
}

struct crossing {
  estimate length{0, infinity};
  double shortest = 0; ///< distance between members of both sides
};

crossing cross(const skeleton& tree, std::size_t u, std::size_t w,
               const squared_distances& distances) {
  const auto left = representatives(tree, u, w, distances);
  const auto right = representatives(tree, w, u, distances);
  crossing out;
  if (left.size() < 2 || right.size() < 2) return out;
  out.length = way_across(distances, left[0], left[1], right[0], right[1]);
  out.shortest = infinity;
  for (const std::size_t a : left)
    for (const std::size_t b : right)
      out.shortest = std::min(out.shortest, distances.square(a, b));
  return out;
}

void replace_neighbour(skeleton& tree, std::size_t at, std::size_t old, std::size_t now) {
  auto& all = tree.points[at].neighbours;
  std::replace(all.begin(), all.end(), old, now);
}

/// `gone` becomes part of its neighbour `kept`; it stays in the list without neighbours.
void absorb(skeleton& tree, std::size_t kept, std::size_t gone) {
  std::erase(tree.points[kept].neighbours, gone);
  for (const std::size_t next : tree.points[gone].neighbours) {
    if (next == kept) continue;
    replace_neighbour(tree, next, gone, kept);
    tree.points[kept].neighbours.push_back(next);
  }
  tree.points[gone].neighbours.clear();
}

bool is_unknown(const skeleton& tree, std::size_t point) {
  return !tree.points[point].member && !tree.points[point].neighbours.empty();
}

/// The weakest unsupported edge between unknown points goes, until none is left.
void contract(skeleton& tree, const squared_distances& distances,
              const separation_options& options) {
  for (bool again = true; again;) {
    again = false;
    for (std::size_t u = 0; u < tree.points.size() && !again; ++u) {
      if (!is_unknown(tree, u)) continue;
      for (const std::size_t w : tree.points[u].neighbours) {
        if (w < u || !is_unknown(tree, w)) continue;
        const crossing way = cross(tree, u, w, distances);
        if (way.length.value >= options.errors * way.length.standard_error &&
            way.length.value >= least_branch * way.shortest)
          continue;
        absorb(tree, u, w);
        again = true;
        break;
      }
    }
  }
}

/// How far off a branching point a leaf lies, as a share of the way to the nearest other branch.
struct offset {
  double share = infinity;
  double error = infinity;
};

offset offset_of(const skeleton& tree, std::size_t centre, std::size_t leaf,
                 const squared_distances& distances) {
  const std::size_t own = *tree.points[leaf].member;
  const auto others = representatives(tree, centre, leaf, distances);
  offset worst{-infinity, 0};
  for (std::size_t i = 0; i < others.size(); ++i)
    for (std::size_t j = i + 1; j < others.size(); ++j) {
      const estimate off = distances.product(others[i], own, others[j], own);
      const double least =
          std::min(distances.square(own, others[i]), distances.square(own, others[j]));
      if (!(least > 0)) return {};
      worst.share = std::max(worst.share, off.value / least);
      worst.error = std::max(worst.error, off.standard_error / least);
    }
  return worst;
}

/// Puts the leaf that lies on the unknown point `centre` there, if there is one.
void settle_point(skeleton& tree, std::size_t centre, const squared_distances& distances,
                  const separation_options& options) {
  std::optional<std::size_t> best;
  offset least;
  for (const std::size_t leaf : tree.points[centre].neighbours) {
    if (!tree.points[leaf].member || tree.points[leaf].neighbours.size() != 1) continue;
    const offset off = offset_of(tree, centre, leaf, distances);
    if (off.share <= options.nearest_share && 0.5 - off.share >= options.errors * off.error &&
        off.share < least.share)
      best = leaf, least = off;
    else if (off.share - options.errors * off.error <= options.nearest_share)
      tree.points[centre].may_be.push_back(leaf);
  }
  if (!best) return;
  tree.points[centre].may_be.clear();
  tree.points[*best].firm = is_firm({least.share, least.error});
  absorb(tree, *best, centre);
}

} // namespace

bool is_firm(const estimate& share) noexcept {
  constexpr double nothing = 0.02;
  constexpr double at_most = 0.1;
  return share.value <= nothing + 2 * share.standard_error &&
         share.value + 2 * share.standard_error <= at_most;
}

std::vector<std::size_t> side_of(const skeleton& tree, std::size_t from, std::size_t without) {
  std::vector<std::size_t> found{from};
  std::vector<bool> seen(tree.points.size(), false);
  seen[from] = seen[without] = true;
  for (std::size_t at = 0; at < found.size(); ++at)
    for (const std::size_t next : tree.points[found[at]].neighbours)
      if (!seen[next]) {
        seen[next] = true;
        found.push_back(next);
      }
  return found;
}

void settle(skeleton& tree, const squared_distances& distances, const separation_options& options) {
  contract(tree, distances, options);
  for (std::size_t point = 0; point < tree.points.size(); ++point)
    if (is_unknown(tree, point)) settle_point(tree, point, distances, options);
}

estimate length_of(const skeleton& tree, std::size_t a, std::size_t b,
                   const squared_distances& distances) {
  const auto& one = tree.points[a];
  const auto& two = tree.points[b];
  if (one.member && two.member) {
    const estimate square = distances.product(*one.member, *two.member, *one.member, *two.member);
    return square;
  }
  if (!one.member && !two.member) return cross(tree, a, b, distances).length;
  const std::size_t known = one.member ? a : b;
  const std::size_t unknown = one.member ? b : a;
  const std::size_t own = *tree.points[known].member;
  const auto others = representatives(tree, unknown, known, distances);
  if (others.size() < 2) return {0, infinity};
  return distances.product(others[0], own, others[1], own);
}

} // namespace weightkin
