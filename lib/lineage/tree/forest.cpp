#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <new>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

#include <weightkin/core/parallel_for.hpp>
#include <weightkin/lineage/tree.hpp>

#include "lineage/scan/checked_loans.hpp"
#include "lineage/scan/confirmed_pair.hpp"
#include "lineage/scan/step_progress.hpp"
#include "lineage/tree/family_geometry.hpp"
#include "lineage/tree/family_tree.hpp"

namespace weightkin {
namespace {

struct forest_work {
  std::span<const fingerprint> models;
  const weight_lender& lend;
  const tree_options& options;
};

struct compared_pair {
  std::size_t subject = 0;
  std::size_t reference = 0;
  confirmed_pair found;
};

result<void> check(const forest_work& work) {
  if (work.models.size() < 2) return error{errc::bad_argument, "a tree needs at least two models"};
  for (const known_direction& each : work.options.directions)
    if (each.subject >= work.models.size() || each.reference >= work.models.size() ||
        each.subject == each.reference)
      return error{errc::bad_argument, "a direction is about models that are not there"};
  return check_prints(work.models, work.models[0].seed);
}

compare_options pair_options(const forest_work& work, std::size_t pairs) {
  compare_options how;
  how.ruling = at_level_of(work.options.ruling, pairs);
  how.threads = work.options.threads;
  how.map = work.options.map;
  return how;
}

using compared_pairs = std::vector<compared_pair>;

compared_pairs all_pairs(std::size_t models) {
  compared_pairs out;
  for (std::size_t i = 0; i < models; ++i)
    for (std::size_t j = i + 1; j < models; ++j)
      out.push_back({i, j, {}});
  return out;
}

/// Of strangers nothing is needed any more: there are many of them.
void forget_strangers(confirmed_pair& pair) {
  const auto& parts = pair.summary.components;
  if (std::none_of(parts.begin(), parts.end(),
                   [](const component_summary& part) { return is_finding(part.ruling); }))
    pair.matched = {};
}

/// Fingerprints are quick to compare: a pair a thread.
result<void> compare_prints(const forest_work& work, compared_pairs& pairs) {
  compare_options how = pair_options(work, pairs.size());
  how.threads = 1;
  progress_meter meter(work.options.on_progress, "compare", pairs.size());
  std::vector<std::optional<error>> failures(pairs.size());
  parallel_for(pairs.size(), work.options.threads, [&](std::size_t at) {
    if (meter.cancelled()) return;
    compared_pair& each = pairs[at];
    auto found =
        confirm_pair({&work.models[each.subject], {}}, {&work.models[each.reference], {}}, how);
    if (found) {
      each.found = std::move(*found);
      forget_strangers(each.found);
    } else
      failures[at] = std::move(found).error();
    meter.advance(1);
  });
  for (auto& failure : failures)
    if (failure) return std::move(*failure);
  if (meter.cancelled()) return error{errc::cancelled, "the comparison was cancelled"};
  return {};
}

/// Weights take all threads a pair; the subject stays open while its references change.
result<void> compare_loans(const forest_work& work, checked_loans& loans, compared_pairs& pairs) {
  step_progress steps(work.options.on_progress, "compare", pairs.size());
  compare_options how = pair_options(work, pairs.size());
  how.on_progress = steps.inside();
  std::size_t open = work.models.size();
  lent_weights subject;
  for (compared_pair& each : pairs) {
    if (each.subject != open) {
      auto loan = loans.borrow(each.subject, steps.inside());
      if (!loan) return std::move(loan).error();
      subject = std::move(*loan);
      open = each.subject;
    }
    auto reference = subject.tensors.empty() ? result<lent_weights>(lent_weights{})
                                             : loans.borrow(each.reference, steps.inside());
    if (!reference) return std::move(reference).error();
    auto found = confirm_pair({&work.models[each.subject], subject.tensors},
                              {&work.models[each.reference], reference->tensors}, how);
    if (!found) return std::move(found).error();
    each.found = std::move(*found);
    forget_strangers(each.found);
    if (!steps.next()) return error{errc::cancelled, "the comparison was cancelled"};
  }
  return {};
}

std::optional<std::size_t> component_named(const fingerprint& print, const std::string& id) {
  for (std::size_t at = 0; at < print.contents.components.size(); ++at)
    if (print.contents.components[at].id == id) return at;
  return std::nullopt;
}

/// A finding between two components, numbered over all models.
struct component_link {
  std::size_t first = 0;
  std::size_t second = 0;
  const compared_pair* pair = nullptr;
  std::size_t component = 0; ///< of the pair's subject
};

/// Numbers the components of all models one after the other.
class component_numbers {
public:
  explicit component_numbers(std::span<const fingerprint> models) {
    for (std::size_t model = 0; model < models.size(); ++model) {
      first_.push_back(all_.size());
      for (std::size_t part = 0; part < models[model].contents.components.size(); ++part)
        all_.push_back({model, part});
    }
  }
  [[nodiscard]] std::size_t size() const { return all_.size(); }
  [[nodiscard]] std::size_t of(std::size_t model, std::size_t part) const {
    return first_[model] + part;
  }
  [[nodiscard]] const component_ref& at(std::size_t number) const { return all_[number]; }

private:
  std::vector<std::size_t> first_;
  std::vector<component_ref> all_;
};

std::vector<component_link> links_in(const compared_pairs& pairs,
                                     std::span<const fingerprint> models,
                                     const component_numbers& numbers) {
  std::vector<component_link> out;
  for (const compared_pair& pair : pairs)
    for (std::size_t part = 0; part < pair.found.summary.components.size(); ++part) {
      const component_summary& found = pair.found.summary.components[part];
      if (!is_finding(found.ruling)) continue;
      const auto other = component_named(models[pair.reference], found.reference_id);
      if (!other) continue;
      out.push_back(
          {numbers.of(pair.subject, part), numbers.of(pair.reference, *other), &pair, part});
    }
  return out;
}

/// Names of sets: the smallest number in each.
std::vector<std::size_t> connected(std::size_t count, std::span<const component_link> links,
                                   auto&& counts) {
  std::vector<std::size_t> set(count);
  std::iota(set.begin(), set.end(), std::size_t{0});
  const auto find = [&](std::size_t at) {
    while (set[at] != at)
      at = set[at] = set[set[at]];
    return at;
  };
  for (const component_link& link : links) {
    if (!counts(link)) continue;
    const std::size_t a = find(link.first);
    const std::size_t b = find(link.second);
    set[std::max(a, b)] = std::min(a, b);
  }
  for (std::size_t at = 0; at < count; ++at)
    set[at] = find(at);
  return set;
}

verdict ruling_of(const component_link& link) {
  return link.pair->found.summary.components[link.component].ruling;
}

bool in_place(const component_link& link) { return link.pair->found.in_place[link.component]; }

/// One family under work: groups of components with equal values, one of each standing for all.
struct family_work {
  std::vector<std::vector<std::size_t>> groups; ///< component numbers, whoever stands for all first
  std::vector<component_ref> stands;            ///< the first of each group
  std::vector<member_pair> pairs;               ///< between those
  std::vector<const component_link*> links;     ///< likewise
};

std::vector<elder_member> known_in(const family_work& family, const family_geometry& placed,
                                   const component_numbers& numbers,
                                   std::span<const fingerprint> models,
                                   std::span<const component_link> links,
                                   std::span<const known_direction> given) {
  std::map<std::size_t, std::size_t> member_of; // by component number
  for (std::size_t at = 0; at < placed.placed.size(); ++at)
    for (const std::size_t number : family.groups[placed.placed[at]])
      member_of[number] = at;
  std::vector<elder_member> out;
  const auto add = [&](std::size_t subject, std::size_t reference,
                       const direction_finding& finding) {
    const auto one = member_of.find(subject);
    const auto other = member_of.find(reference);
    if (one == member_of.end() || other == member_of.end() || one->second == other->second) return;
    if (finding.which == descent_direction::subject_from_reference)
      out.push_back({other->second, one->second, finding.reason});
    if (finding.which == descent_direction::reference_from_subject)
      out.push_back({one->second, other->second, finding.reason});
  };
  for (const component_link& link : links)
    add(link.first, link.second, link.pair->found.directions[link.component]);
  for (const known_direction& each : given)
    for (std::size_t part = 0; part < models[each.subject].contents.components.size(); ++part) {
      if (!each.component.empty() &&
          models[each.subject].contents.components[part].id != each.component)
        continue;
      const std::size_t subject = numbers.of(each.subject, part);
      for (const component_link& link : links) {
        const bool there = link.first == subject && numbers.at(link.second).model == each.reference;
        const bool back = link.second == subject && numbers.at(link.first).model == each.reference;
        if (there || back) add(subject, there ? link.second : link.first, each.finding);
      }
    }
  return out;
}

tree_member member_named(const component_ref& ref, std::span<const fingerprint> models) {
  const auto& parts = models[ref.model].contents.components;
  return {ref.model, parts[ref.component].id, parts.size() > 1, false};
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
      const auto which = link.pair->found.directions[link.component].which;
      if (which == descent_direction::undetermined) continue;
      const bool second = which == descent_direction::reference_from_subject;
      const std::string& younger = models[numbers.at(second ? link.second : link.first).model].name;
      const std::string& elder = models[numbers.at(second ? link.first : link.second).model].name;
      std::string& note = notes.emplace_back(younger);
      note += " comes from ";
      note += elder;
      note += ": its values are the other's, rounded to a type that cannot give them back";
    }
  }
  return out;
}

/// The finding between the two ends, where one was compared with the other.
void describe_edges(lineage_family& tree, const family_work& family,
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
lineage_family unplaced(const forest_work& work, const family_work& family,
                        const component_numbers& numbers) {
  lineage_family tree;
  for (const auto& group : family.groups)
    for (const std::size_t number : group)
      tree.unplaced.push_back(member_named(numbers.at(number), work.models));
  tree.notes.push_back("no tensor that all have can be measured (fingerprints without sketches "
                       "cannot), so nothing is known about who lies between whom");
  return tree;
}

lineage_family grow(const forest_work& work, const family_work& family,
                    const component_numbers& numbers, std::span<const component_link> links) {
  const family_geometry placed =
      place_family(family.stands, family.pairs, work.models, work.options.threads);
  if (!(placed.parameters > 0) && family.groups.size() > 1) return unplaced(work, family, numbers);
  const auto known = known_in(family, placed, numbers, work.models, links, work.options.directions);
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

bool is_copy(const component_link& link) {
  return ruling_of(link) == verdict::identical || ruling_of(link) == verdict::identical_after_cast;
}

/// Of each group of copies the one that is no rounded copy of another; by the group's name.
std::vector<std::size_t> stand_ins(const std::vector<std::size_t>& copy_of,
                                   std::span<const component_link> links) {
  std::vector<bool> rounded(copy_of.size(), false);
  for (const component_link& link : links) {
    const auto which = link.pair->found.directions[link.component].which;
    if (which == descent_direction::subject_from_reference) rounded[link.first] = true;
    if (which == descent_direction::reference_from_subject) rounded[link.second] = true;
  }
  std::vector<std::size_t> out(copy_of.size());
  std::iota(out.begin(), out.end(), std::size_t{0});
  for (std::size_t number = copy_of.size(); number-- > 0;)
    if (!rounded[number]) out[copy_of[number]] = number;
  return out;
}

/// Groups of copies, each standing in one family; families in the order of their first.
std::vector<family_work> families_in(std::span<const component_link> links,
                                     const component_numbers& numbers) {
  const auto family_of = connected(numbers.size(), links, in_place);
  const auto copy_of = connected(numbers.size(), links, is_copy);
  const auto stand_in = stand_ins(copy_of, links);
  std::map<std::size_t, family_work> families;
  std::map<std::size_t, std::size_t> member_of; // by the group's name
  for (std::size_t number = 0; number < numbers.size(); ++number) {
    family_work& family = families[family_of[number]];
    if (copy_of[number] == number) {
      member_of[number] = family.groups.size();
      family.groups.push_back({stand_in[number]});
      family.stands.push_back(numbers.at(stand_in[number]));
    }
    if (stand_in[copy_of[number]] != number)
      family.groups[member_of[copy_of[number]]].push_back(number);
  }
  for (const component_link& link : links) {
    const std::size_t first = copy_of[link.first];
    const std::size_t second = copy_of[link.second];
    const bool stands = stand_in[first] == link.first && stand_in[second] == link.second;
    if (!stands || first == second || !in_place(link)) continue;
    family_work& family = families[family_of[link.first]];
    family.pairs.push_back({member_of[first], member_of[second], &link.pair->found});
    family.links.push_back(&link);
  }
  std::vector<family_work> out;
  for (auto& [name, family] : families)
    if (family.groups.size() > 1 || family.groups[0].size() > 1) out.push_back(std::move(family));
  return out;
}

void describe(lineage_forest& forest, const forest_work& work, compared_pairs& pairs,
              std::span<const component_link> links, const component_numbers& numbers) {
  std::vector<bool> found(work.models.size(), false);
  for (const component_link& link : links) {
    found[numbers.at(link.first).model] = true;
    found[numbers.at(link.second).model] = true;
    if (!in_place(link))
      forest.limits.push_back(
          work.models[link.pair->subject].name + " and " + work.models[link.pair->reference].name +
          " are related, but their units stand in different places: no tree can show it");
  }
  for (std::size_t model = 0; model < work.models.size(); ++model) {
    const fingerprint& print = work.models[model];
    forest.models.push_back(
        {print.name, print.format, print.tensors.size(), print.contents.parameters, {}});
    if (!found[model]) forest.singles.push_back(model);
  }
  for (compared_pair& pair : pairs)
    forest.pairs.push_back({pair.subject, pair.reference, std::move(pair.found.summary)});
}

lineage_forest arrange(const forest_work& work, compared_pairs& pairs) {
  lineage_forest forest;
  forest.options = work.options.ruling;
  forest.separation = work.options.separation;
  std::vector<pair_summary*> summaries;
  for (compared_pair& pair : pairs) {
    summaries.push_back(&pair.found.summary);
    forest.tests += pair.found.summary.components.size();
  }
  correct_for_pairs(summaries, 0);
  const component_numbers numbers(work.models);
  const auto links = links_in(pairs, work.models, numbers);
  for (const family_work& family : families_in(links, numbers))
    forest.families.push_back(grow(work, family, numbers, links));
  forest.limits = {
      "an edge says that nothing given lies between its ends, not that one was made from the "
      "other; "
      "whoever is not among the models is not in the tree, except as an unknown point",
      "an unknown point is what its branches have in common: an ancestor that is not here, or the "
      "same training",
      "shapes follow from changes that have nothing in common; training on the same data makes "
      "siblings alike"};
  describe(forest, work, pairs, links, numbers);
  return forest;
}

} // namespace

result<lineage_forest> grow_forest(std::span<const fingerprint> models, const weight_lender& lend,
                                   const tree_options& options) {
  try {
    const forest_work work{models, lend, options};
    if (auto sound = check(work); !sound) return std::move(sound).error();
    compared_pairs pairs = all_pairs(models.size());
    checked_loans loans(lend, models, options.threads);
    if (auto done = lend ? compare_loans(work, loans, pairs) : compare_prints(work, pairs); !done)
      return std::move(done).error();
    lineage_forest forest = arrange(work, pairs);
    std::ranges::move(loans.limits(), std::back_inserter(forest.limits));
    return forest;
  } catch (const std::bad_alloc&) {
    return error{errc::no_memory, "out of memory while growing trees"};
  }
}

} // namespace weightkin
