#include "lineage/tree/grown_family.hpp"

#include <string>
#include <vector>

#include "lineage/tree/family_geometry.hpp"
#include "lineage/tree/family_tree.hpp"
#include "lineage/tree/known_elders.hpp"

namespace weightkin {
namespace {

tree_member member_named(const component_ref& ref, std::span<const fingerprint> models) {
  const auto& parts = models[ref.model].contents.components;
  return {ref.model, parts[ref.component].id, parts.size() > 1, false};
}

/// Which of two came from the other is told by the cast between them.
void note_cast(const component_link& link, const component_numbers& numbers,
               std::span<const fingerprint> models, std::vector<std::string>& notes) {
  const auto which = link.pair->found.directions[link.component].which;
  if (which == descent_direction::undetermined) return;
  const bool second = which == descent_direction::reference_from_subject;
  const std::string& younger = models[numbers.at(second ? link.second : link.first).model].name;
  const std::string& elder = models[numbers.at(second ? link.first : link.second).model].name;
  notes.push_back(younger + " comes from " + elder +
                  ": its values are the other's, rounded to a type that cannot give them back");
}

/// Everybody in a group, and what casts tell of them.
std::vector<tree_member> members_of(const std::vector<std::size_t>& group,
                                    std::span<const component_link> links,
                                    const component_numbers& numbers,
                                    std::span<const fingerprint> models,
                                    std::vector<std::string>& notes) {
  std::vector<tree_member> out;
  for (const std::size_t number : group) {
    out.push_back(member_named(numbers.at(number), models));
    for (const component_link& link : links) {
      const bool pair = (link.first == group[0] && link.second == number) ||
                        (link.second == group[0] && link.first == number);
      if (!pair || ruling_of(link) != verdict::identical_after_cast) continue;
      out.back().cast = true;
      note_cast(link, numbers, models, notes);
    }
  }
  return out;
}

/// The finding between the two ends, where one was compared with the other.
void describe_edges(lineage_family& tree, const copy_family& family,
                    const family_geometry& placed) {
  for (tree_edge& edge : tree.edges) {
    if (edge.first >= placed.placed.size() || edge.second >= placed.placed.size()) continue;
    const std::size_t a = placed.placed[edge.first];
    const std::size_t b = placed.placed[edge.second];
    for (std::size_t at = 0; at < family.pairs.size(); ++at) {
      const member_pair& pair = family.pairs[at];
      if ((pair.first == a && pair.second == b) || (pair.first == b && pair.second == a))
        edge.finding = pair.pair->summary.components[family.links[at]->component];
    }
  }
}

/// Without a distance there is no tree, not even of two.
lineage_family unplaced(const forest_work& work, const copy_family& family,
                        const component_numbers& numbers) {
  lineage_family tree;
  for (const auto& group : family.groups)
    for (const std::size_t number : group)
      tree.unplaced.push_back(member_named(numbers.at(number), work.models));
  tree.notes.push_back("no tensor that all have can be measured (fingerprints without sketches "
                       "cannot), so nothing is known about who lies between whom");
  return tree;
}

} // namespace

lineage_family grow_family(const forest_work& work, const copy_family& family,
                           const component_numbers& numbers,
                           std::span<const component_link> links) {
  const family_geometry placed =
      place_family(family.stands, family.pairs, work.models, work.options.threads);
  if (!(placed.parameters > 0) && family.groups.size() > 1) return unplaced(work, family, numbers);
  const auto known =
      known_elders({family, placed, numbers, work.models, links}, work.options.directions);
  lineage_family tree =
      build_family(placed.distances, placed.parameters, known, work.options.separation);
  for (std::size_t at = 0; at < placed.placed.size(); ++at)
    tree.nodes[at].members =
        members_of(family.groups[placed.placed[at]], links, numbers, work.models, tree.notes);
  for (const std::size_t left : placed.left)
    for (const std::size_t number : family.groups[left])
      tree.unplaced.push_back(member_named(numbers.at(number), work.models));
  describe_edges(tree, family, placed);
  return tree;
}

} // namespace weightkin
