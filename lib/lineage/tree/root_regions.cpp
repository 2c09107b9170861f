#include "lineage/tree/root_regions.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace weightkin {
namespace {

using edge_key = std::pair<std::size_t, std::size_t>;

edge_key key_of(std::size_t a, std::size_t b) { return {std::min(a, b), std::max(a, b)}; }

/// The neighbour of `from` that the way to `to` begins with; none when they are not connected.
std::optional<std::size_t> step_towards(const skeleton& tree, std::size_t from, std::size_t to) {
  for (const std::size_t next : tree.points[from].neighbours) {
    const auto side = side_of(tree, next, from);
    if (std::find(side.begin(), side.end(), to) != side.end()) return next;
  }
  return std::nullopt;
}

/// A leaf on an unknown point may be that point, or ought to be if it is somebody's ancestor.
std::size_t seat_of(const skeleton& tree, std::size_t point) {
  const auto& neighbours = tree.points[point].neighbours;
  const bool leaf = neighbours.size() == 1 && !tree.points[neighbours[0]].member;
  return leaf ? neighbours[0] : point;
}

/// Points and edges where the root may still be; an edge has an unknown point somewhere on it.
struct possible_roots {
  std::set<std::size_t> points;
  std::set<edge_key> edges;
};

possible_roots everywhere(const skeleton& tree) {
  possible_roots out;
  for (std::size_t a = 0; a < tree.points.size(); ++a) {
    if (tree.points[a].member || !tree.points[a].neighbours.empty()) out.points.insert(a);
    for (const std::size_t b : tree.points[a].neighbours)
      out.edges.insert(key_of(a, b));
  }
  return out;
}

/// Takes out everything that lies behind `first`, seen from `elder`.
void exclude(possible_roots& possible, const skeleton& tree, std::size_t elder, std::size_t first) {
  possible.edges.erase(key_of(elder, first));
  for (const std::size_t point : side_of(tree, first, elder)) {
    possible.points.erase(point);
    for (const std::size_t next : tree.points[point].neighbours)
      possible.edges.erase(key_of(point, next));
  }
}

bool any_on(const possible_roots& possible, const skeleton& tree, std::size_t from,
            std::size_t without) {
  for (const std::size_t point : side_of(tree, from, without)) {
    if (possible.points.contains(point)) return true;
    for (const std::size_t next : tree.points[point].neighbours)
      if (next != without && possible.edges.contains(key_of(point, next))) return true;
  }
  return false;
}

} // namespace

root_region find_root(const skeleton& tree, const std::vector<elder_point>& known) {
  root_region out;
  possible_roots possible = everywhere(tree);
  std::map<edge_key, std::string> reasons;
  for (const elder_point& each : known) {
    const std::size_t seat = seat_of(tree, each.elder);
    const auto first = step_towards(tree, seat, each.younger);
    if (!first) continue;
    exclude(possible, tree, seat, *first);
    // The edge that the reason speaks of; all others follow.
    if (seat == each.elder && *first == each.younger)
      reasons.emplace(key_of(seat, *first), each.reason);
  }
  if (known.empty()) return out;
  if (possible.points.empty() && possible.edges.empty()) {
    out.contradictory = true;
    return out;
  }
  for (const edge_key& edge : everywhere(tree).edges) {
    if (possible.edges.contains(edge)) continue;
    const bool before = any_on(possible, tree, edge.first, edge.second);
    const bool behind = any_on(possible, tree, edge.second, edge.first);
    if (before == behind) continue;
    const std::size_t elder = before ? edge.first : edge.second;
    const auto reason = reasons.find(edge);
    // What branches off near a member, but not exactly there, may have left before it.
    if (reason == reasons.end() && !tree.points[elder].firm) continue;
    out.edges.push_back({elder, before ? edge.second : edge.first,
                         reason != reasons.end()
                             ? reason->second
                             : "follows from other directions and the shape of the tree"});
  }
  if (possible.points.size() == 1 && possible.edges.empty() &&
      tree.points[*possible.points.begin()].firm)
    out.root = *possible.points.begin();
  return out;
}

} // namespace weightkin
