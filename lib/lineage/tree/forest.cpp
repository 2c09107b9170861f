#include <algorithm>
#include <iterator>
#include <new>
#include <utility>
#include <vector>

#include <weightkin/lineage/tree.hpp>

#include "lineage/scan/confirmed_pair.hpp"
#include "lineage/tree/compared_pairs.hpp"
#include "lineage/tree/component_links.hpp"
#include "lineage/tree/copy_groups.hpp"
#include "lineage/tree/grown_family.hpp"

namespace weightkin {
namespace {

result<void> check(const forest_work& work) {
  if (work.models.size() < 2) return error{errc::bad_argument, "a tree needs at least two models"};
  for (const known_direction& each : work.options.directions)
    if (each.subject >= work.models.size() || each.reference >= work.models.size() ||
        each.subject == each.reference)
      return error{errc::bad_argument, "a direction is about models that are not there"};
  return check_prints(work.models, work.models[0].seed);
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
  for (const copy_family& family : families_in(links, numbers))
    forest.families.push_back(grow_family(work, family, numbers, links));
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
    checked_loans loans(lend, models, options.threads);
    auto pairs = compare_all(work, loans);
    if (!pairs) return std::move(pairs).error();
    lineage_forest forest = arrange(work, *pairs);
    std::ranges::move(loans.limits(), std::back_inserter(forest.limits));
    return forest;
  } catch (const std::bad_alloc&) {
    return error{errc::no_memory, "out of memory while growing trees"};
  }
}

} // namespace weightkin
