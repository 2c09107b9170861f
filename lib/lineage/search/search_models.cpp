#include "lineage/search/search_models.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "lineage/compare_models.hpp"
#include "lineage/explanation.hpp"
#include "lineage/operation/describe_change.hpp"
#include "lineage/overall_rule.hpp"
#include "lineage/reference_share.hpp"
#include "lineage/search/bounded_search.hpp"
#include "lineage/search/reversed_search.hpp"
#include "lineage/search/second_look.hpp"
#include "lineage/search/unexplained_components.hpp"
#include "lineage/view_measurements.hpp"

namespace weightkin {
namespace {

/// What was done to the components that lie on each other as they are stored.
result<void> describe_the_others(comparison& answer, const paired_models& direct,
                                 const compare_options& options,
                                 const std::vector<bool>& described) {
  for (std::size_t i = 0; i < answer.components.size(); ++i) {
    if (described[i]) continue;
    if (auto done = describe_change(answer.components[i], i, direct, direct, answer.tensors,
                                    answer.options, options.threads);
        !done)
      return done;
  }
  return {};
}

/// A search that was cut short is no evidence of absence.
void abstain_where_unfinished(comparison& answer, std::span<const detail::component_pair> pairs) {
  for (const detail::component_pair& pair : pairs) {
    component_ruling& ruling = answer.components[pair.subject];
    if (ruling.ruling != verdict::no_shared_initialisation_found) continue;
    ruling.ruling = verdict::undetermined;
    ruling.sentence += "; the search for rearranged weights reached its limit of time";
  }
}

/// Keeps what was looked for with the component it is about, and for all together in words.
void note_searches(comparison& answer, const detail::rearrangement& found) {
  for (const detail::search_note& note : found.searched) {
    component_ruling& ruling = answer.components[note.component];
    ruling.search_notes.push_back(note.text);
    answer.searched.push_back(ruling.id + ": " + note.text);
  }
}

/// Searches what the first look left unexplained.
result<void> search_the_rest(comparison& answer, const paired_models& models,
                             const search_bounds& bounds, const compare_options& options,
                             std::vector<bool>& described) {
  std::replace(answer.limits.begin(), answer.limits.end(), search_text(search_depth::direct),
               search_text(bounds.depth));
  const auto pairs = unexplained_components(answer, models);
  if (pairs.empty()) return {};
  auto found = search_within(bounds, models, pairs, options);
  if (!found) return std::move(found).error();
  for (const detail::component_pair& pair : pairs)
    mention_search(answer.components[pair.subject], bounds.depth);
  if (!found->placements.empty())
    if (auto done = look_again(answer, models, *found, pairs, options, described); !done)
      return done;
  note_searches(answer, *found);
  if (found->out_of_time) abstain_where_unfinished(answer, pairs);
  answer.limits.insert(answer.limits.end(), found->limits.begin(), found->limits.end());
  answer.parameters_found = 0;
  rule_overall(answer);
  return {};
}

} // namespace

result<comparison> compare_with_search(const paired_models& direct,
                                       const compare_options& options) {
  search_bounds bounds{resolved_depth(direct, options), std::nullopt};
  const bool searches = bounds.depth != search_depth::direct;
  paired_models models = direct;
  models.looks = searches ? 2 : 1;
  auto answer = compare_models(models, view_measurements(models), options);
  if (!answer) return answer;
  bounds.deadline = deadline_of(options);
  std::vector<bool> described(answer->components.size(), false);
  if (searches)
    if (auto done = search_the_rest(*answer, models, bounds, options, described); !done)
      return std::move(done).error();
  if (auto done = describe_the_others(*answer, models, options, described); !done)
    return std::move(done).error();
  if (searches)
    if (auto done = look_for_repeats(*answer, models, bounds, options); !done)
      return std::move(done).error();
  for (component_ruling& ruling : answer->components)
    mention_direction(ruling);
  measure_cover(*answer, direct.reference);
  return answer;
}

} // namespace weightkin
