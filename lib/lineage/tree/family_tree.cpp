#include "lineage/tree/family_tree.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "lineage/number_text.hpp"
#include "lineage/tree/merge_search.hpp"
#include "lineage/tree/root_regions.hpp"
#include "lineage/tree/skeleton.hpp"

namespace weightkin {
namespace {

/// A tree that fits worse than this proves nothing by its shape.
constexpr double most_misfit = 0.5;

/// Members that are arranged in one tree; all but the first of `members` come after a mixture where
/// `behind` is one.
struct branch {
  std::optional<std::size_t> behind; ///< a proven mixture, itself the first of the members
  std::vector<std::size_t> members;
  std::vector<bool> firm; ///< per member: it has all of `behind`
};

/// How `member` lies to a mixture and what it was made of: 0 has all that the mixture has.
estimate widest_share(const squared_distances& distances, const mixture& mix, std::size_t member) {
  estimate widest{0, 0};
  const auto look = [&](std::size_t other) {
    const estimate at = distances.position(member, mix.child, other);
    if (std::isnan(at.value) || std::fabs(at.value) > std::fabs(widest.value))
      widest.value = at.value;
    widest.standard_error = std::max(widest.standard_error, at.standard_error);
  };
  for (const std::size_t parent : mix.parents)
    look(parent);
  if (mix.witness) look(*mix.witness);
  return widest;
}

bool comes_behind(const estimate& share, const separation_options& options) {
  return std::fabs(share.value) <= options.nearest_share &&
         0.5 - std::fabs(share.value) >= options.errors * share.standard_error;
}

bool is_ingredient(const mixture& mix, std::size_t member) {
  return mix.witness == member || mix.base == member ||
         std::find(mix.parents.begin(), mix.parents.end(), member) != mix.parents.end();
}

/// A second mixture that is the first with something added, not a mixture in its own right.
bool is_changed_copy(const squared_distances& distances, const mixture& first,
                     const mixture& second, const separation_options& options) {
  if (!comes_behind(widest_share(distances, first, second.child), options)) return false;
  double least = std::numeric_limits<double>::infinity();
  for (const std::size_t parent : second.parents)
    least = std::min(least, distances.square(second.child, parent));
  return second.residual * least >= distances.square(second.child, first.child) / 2;
}

/// The main branch first, then one for each proven mixture.
std::vector<branch> split(const squared_distances& distances, std::vector<mixture>& mixtures,
                          const separation_options& options) {
  std::vector<const mixture*> proven;
  for (mixture& mix : mixtures) {
    if (!mix.proven) continue;
    const bool copy = std::any_of(proven.begin(), proven.end(), [&](const mixture* first) {
      return is_changed_copy(distances, *first, mix, options);
    });
    if (copy)
      mix.proven = false, mix.parents.clear();
    else
      proven.push_back(&mix);
  }
  std::vector<branch> out(1);
  for (const mixture* mix : proven)
    out.push_back({mix->child, {mix->child}, {true}});
  for (std::size_t member = 0; member < distances.members(); ++member) {
    std::size_t best = 0;
    double least = std::numeric_limits<double>::infinity();
    bool firm = true;
    bool itself = false;
    for (std::size_t at = 0; at < proven.size(); ++at) {
      itself = itself || proven[at]->child == member;
      if (itself || is_ingredient(*proven[at], member)) continue;
      const estimate share = widest_share(distances, *proven[at], member);
      const double square = distances.square(member, proven[at]->child);
      if (!comes_behind(share, options) || square >= least) continue;
      best = at + 1;
      least = square;
      firm = is_firm({std::fabs(share.value), share.standard_error});
    }
    if (itself) continue;
    out[best].members.push_back(member);
    out[best].firm.push_back(firm);
  }
  std::erase_if(mixtures, [](const mixture& mix) { return mix.parents.empty(); });
  return out;
}

/// By the two points, the lower number first.
using edge_lengths = std::map<std::pair<std::size_t, std::size_t>, estimate>;

/// Collects the parts of a family.
class family_builder {
public:
  family_builder(const squared_distances& distances, double parameters,
                 const separation_options& options)
      : distances_(distances), parameters_(std::max(parameters, 1.0)), options_(options) {
    family_.nodes.resize(distances.members());
    family_.parameters = parameters;
  }

  void grow(const branch& part, const std::vector<elder_member>& known, bool only) {
    skeleton tree = join_neighbours(distances_, part.members);
    settle(tree, distances_, options_);
    const edge_lengths lengths = lengths_of(tree);
    const double misfit = misfit_of(tree, lengths);
    family_.misfit = std::max(family_.misfit, misfit);
    const auto nodes = take_points(tree);
    root_region root = find_root(tree, known_in(tree, part, known));
    if (misfit > most_misfit) root.root.reset(), keep_direct(root, tree, part, known);
    if (root.contradictory)
      family_.notes.push_back("what is known about who came first contradicts the shape of the "
                              "tree; no direction is given");
    take_edges(tree, nodes, root, lengths);
    if (only && root.root) family_.root = nodes[*root.root];
  }

  void take(const mixture& mix) {
    tree_merge merge;
    merge.child = mix.child;
    for (std::size_t at = 0; at < mix.parents.size(); ++at)
      merge.parents.push_back(
          {mix.parents[at], mix.weights[at].value, mix.weights[at].standard_error});
    merge.base = mix.base;
    merge.residual = mix.residual;
    merge.proven = mix.proven;
    merge.sentence =
        mix.proven
            ? "is a mixture of the others: " + percent_text(1 - mix.residual) +
                  " of what it could differ by is explained, and the others went unrelated ways"
            : "lies in the span of the others up to " + percent_text(mix.residual) +
                  "; whether it was mixed of them, one of them was extrapolated, or training went "
                  "straight on, the weights do not tell";
    family_.merges.push_back(std::move(merge));
  }

  lineage_family done() && { return std::move(family_); }

private:
  /// Node numbers of the points; new nodes for the unknown ones.
  std::vector<std::size_t> take_points(const skeleton& tree) {
    std::vector<std::size_t> nodes(tree.points.size());
    for (std::size_t at = 0; at < tree.points.size(); ++at) {
      const auto& point = tree.points[at];
      if (point.member)
        nodes[at] = *point.member;
      else if (!point.neighbours.empty()) {
        nodes[at] = family_.nodes.size();
        family_.nodes.emplace_back();
      }
    }
    for (std::size_t at = 0; at < tree.points.size(); ++at)
      for (const std::size_t same : tree.points[at].may_be)
        if (!tree.points[at].neighbours.empty())
          family_.nodes[nodes[at]].may_be.push_back(nodes[same]);
    return nodes;
  }

  static std::optional<std::size_t> point_of(const skeleton& tree, std::size_t member) {
    for (std::size_t at = 0; at < tree.points.size(); ++at)
      if (tree.points[at].member == member) return at;
    return std::nullopt;
  }

  static std::vector<elder_point> known_in(const skeleton& tree, const branch& part,
                                           const std::vector<elder_member>& known) {
    std::vector<elder_point> out;
    for (const elder_member& each : known) {
      const auto elder = point_of(tree, each.elder);
      const auto younger = point_of(tree, each.younger);
      if (elder && younger) out.push_back({*elder, *younger, each.reason});
    }
    // Whatever has all of a mixture came after it: nothing else has brought the parts together.
    for (std::size_t at = 1; part.behind && at < part.members.size(); ++at)
      if (part.firm[at])
        out.push_back({*point_of(tree, *part.behind), *point_of(tree, part.members[at]),
                       "it has all that is mixed in the other"});
    return out;
  }

  /// Nothing follows from a shape that does not fit: only what is known of neighbours stays.
  static void keep_direct(root_region& root, const skeleton& tree, const branch& part,
                          const std::vector<elder_member>& known) {
    const auto direct = known_in(tree, part, known);
    std::erase_if(root.edges, [&](const directed_edge& edge) {
      return std::none_of(direct.begin(), direct.end(), [&](const elder_point& each) {
        return each.elder == edge.elder && each.younger == edge.younger;
      });
    });
  }

  void take_edges(const skeleton& tree, const std::vector<std::size_t>& nodes,
                  const root_region& root, const edge_lengths& lengths) {
    for (std::size_t a = 0; a < tree.points.size(); ++a)
      for (const std::size_t b : tree.points[a].neighbours) {
        if (b < a) continue;
        tree_edge edge;
        const auto directed =
            std::find_if(root.edges.begin(), root.edges.end(), [&](const directed_edge& each) {
              return (each.elder == a && each.younger == b) ||
                     (each.elder == b && each.younger == a);
            });
        edge.first = nodes[a];
        edge.second = nodes[b];
        if (directed != root.edges.end()) {
          edge.first = nodes[directed->elder];
          edge.second = nodes[directed->younger];
          edge.directed = true;
          edge.reason = directed->reason;
        }
        const estimate& length = lengths.at({a, b});
        edge.length = std::max(0.0, length.value) / parameters_;
        edge.length_error = length.standard_error / parameters_;
        family_.edges.push_back(std::move(edge));
      }
  }

  [[nodiscard]] edge_lengths lengths_of(const skeleton& tree) const {
    edge_lengths out;
    for (std::size_t a = 0; a < tree.points.size(); ++a)
      for (const std::size_t b : tree.points[a].neighbours)
        if (a < b) out[{a, b}] = length_of(tree, a, b, distances_);
    return out;
  }

  /// Ways along the tree beside distances; what errors explain does not count.
  [[nodiscard]] double misfit_of(const skeleton& tree, const edge_lengths& lengths) const {
    double worst = 0;
    for (std::size_t from = 0; from < tree.points.size(); ++from) {
      if (!tree.points[from].member) continue;
      const auto ways = ways_from(tree, from, lengths);
      for (const auto& [to, way] : ways) {
        if (to <= from || !tree.points[to].member) continue;
        const double square = distances_.square(*tree.points[from].member, *tree.points[to].member);
        const double off = std::fabs(way.value - square) - options_.errors * way.standard_error;
        if (square > 0) worst = std::max(worst, off / square);
      }
    }
    return worst;
  }

  static std::map<std::size_t, estimate> ways_from(const skeleton& tree, std::size_t from,
                                                   const edge_lengths& lengths) {
    std::map<std::size_t, estimate> way{{from, {0.0, 0.0}}};
    std::vector<std::size_t> open{from};
    for (std::size_t at = 0; at < open.size(); ++at)
      for (const std::size_t next : tree.points[open[at]].neighbours) {
        if (way.contains(next)) continue;
        const estimate& step = lengths.at({std::min(open[at], next), std::max(open[at], next)});
        const estimate& before = way[open[at]];
        way[next] = {before.value + std::max(0.0, step.value),
                     before.standard_error + step.standard_error};
        open.push_back(next);
      }
    return way;
  }

  const squared_distances& distances_;
  double parameters_;
  const separation_options& options_;
  lineage_family family_;
};

} // namespace

lineage_family build_family(const squared_distances& distances, double parameters,
                            const std::vector<elder_member>& known,
                            const separation_options& options) {
  family_builder builder(distances, parameters, options);
  std::vector<mixture> mixtures = find_mixtures(distances);
  const std::vector<branch> branches = split(distances, mixtures, options);
  for (const branch& part : branches)
    builder.grow(part, known, branches.size() == 1 || !part.behind);
  for (const mixture& mix : mixtures)
    builder.take(mix);
  return std::move(builder).done();
}

} // namespace weightkin
