#include "lineage/search/search_models.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "align/search/find_rearrangement.hpp"
#include "align/search/model_blocks.hpp"
#include "lineage/compare_models.hpp"
#include "lineage/explanation.hpp"
#include "lineage/joined_projector.hpp"
#include "lineage/operation/component_sizes.hpp"
#include "lineage/operation/describe_change.hpp"
#include "lineage/operation/prove_direction.hpp"
#include "lineage/overall_rule.hpp"
#include "lineage/search/carried_models.hpp"
#include "lineage/view_measurements.hpp"

namespace weightkin {
namespace {

/// Multiplications that a search may cost without being asked for: a few seconds' worth.
constexpr double affordable_work = 2e11;

/// What a full search costs, from shapes alone: streams are turned (width^2 a row), units of a
/// network matched (units^2 * width).
double search_work(const model_ref& model) {
  double work = 0;
  for (const inventory_entry& entry : model.contents->entries) {
    if (entry.use != evidence_use::convicting || entry.tied_to) continue;
    const tensor_view& view = model.tensors[entry.tensor];
    if (view.shape.size() < 2) continue;
    const auto rows = static_cast<double>(view.shape[0]);
    const auto columns = static_cast<double>(element_count(view)) / std::max(rows, 1.0);
    work += rows * columns * (rows + columns);
  }
  return work;
}

search_depth resolved(const paired_models& models, search_depth asked) {
  if (asked != search_depth::automatic) return asked;
  const double work = std::max(search_work(models.subject), search_work(models.reference));
  return work <= affordable_work ? search_depth::full : search_depth::layers;
}

/// The reference's component of the same kind with the most parameters: where names and shapes gave
/// no partner, a search may still find one.
std::optional<std::size_t> likely_partner(const paired_models& models, std::size_t component) {
  const inventory& right = *models.reference.contents;
  std::optional<std::size_t> best;
  for (std::size_t j = 0; j < right.components.size(); ++j)
    if (right.components[j].kind == models.subject.contents->components[component].kind &&
        (!best || right.components[j].parameters > right.components[*best].parameters))
      best = j;
  return best;
}

/// As alike as what it lies on can be expected to be: not much less than the component as a whole.
/// To look again costs time and no error, so a rough measure will do.
bool resembles_counterpart(const tensor_evidence& pair, const component_ruling& ruling,
                           const ruling_options& options) {
  const double expected = std::max(options.effect_floor, ruling.evidence.effect / 2);
  return pair.permutation.effect >= expected;
}

/// Some tensor that could carry a verdict lies on nothing it resembles.
bool leaves_tensors_unexplained(const comparison& answer, std::size_t component) {
  const bool unlike =
      std::any_of(answer.tensors.begin(), answer.tensors.end(), [&](const tensor_evidence& pair) {
        return pair.component == component && pair.use == evidence_use::convicting &&
               !resembles_counterpart(pair, answer.components[component], answer.options);
      });
  return unlike ||
         std::any_of(answer.unmatched.begin(), answer.unmatched.end(),
                     [&](const unmatched_tensor& left) {
                       const component_ruling& ruling = answer.components[component];
                       return left.parameters > 0 &&
                              left.component ==
                                  (left.of == side::subject ? ruling.id : ruling.reference_id);
                     });
}

bool worth_searching(const comparison& answer, std::size_t component) {
  const component_ruling& ruling = answer.components[component];
  if (ruling.ruling == verdict::non_evidential || ruling.kind == component_kind::adapter ||
      ruling.kind == component_kind::optimizer)
    return false;
  return !is_finding(ruling.ruling) || leaves_tensors_unexplained(answer, component);
}

std::vector<detail::component_pair> pairs_to_search(const comparison& answer,
                                                    const paired_models& models) {
  std::vector<detail::component_pair> pairs;
  for (std::size_t i = 0; i < answer.components.size(); ++i) {
    if (!worth_searching(answer, i)) continue;
    auto partner = models.aligned->component_of[i];
    if (!partner) partner = likely_partner(models, i);
    if (partner) pairs.push_back({i, *partner});
  }
  return pairs;
}

/// The squared correlation that a search for the best of `units` rows of `features` values finds
/// between strangers: the largest of so many chance correlations.
double chance_of_fit(const tensor_evidence& pair) {
  if (pair.fitted != fit_kind::values || pair.shape.size() < 2) return 0;
  const double elements = static_cast<double>(pair.stats.elements);
  const auto longest = static_cast<double>(*std::max_element(pair.shape.begin(), pair.shape.end()));
  return std::min(1.0, 2 * std::log(std::max(longest, 2.0)) * longest / std::max(elements, 1.0));
}

/// Parameters whose variance a comparison explains in a component; 0 when it found nothing.
double explained(const comparison& answer, std::size_t component) {
  if (!is_finding(answer.components[component].ruling)) return 0;
  double sum = 0;
  for (const tensor_evidence& pair : answer.tensors) {
    if (pair.component != component || pair.use != evidence_use::convicting) continue;
    // Units that match, where that was tested: means that all rows share explain nothing.
    const bool tested = pair.permutation.null != null_kind::none;
    const double r = tested ? pair.permutation.effect : pair.metrics.pearson;
    if (!(r > 0)) continue;
    sum += static_cast<double>(pair.parameters) * std::max(0.0, r * r - chance_of_fit(pair));
  }
  return sum;
}

/// More than what another order of the same sums leaves.
constexpr double clearly_more = 1.01;

bool stands(const comparison& searched, const comparison& direct, std::size_t component) {
  return is_finding(searched.components[component].ruling) &&
         (!is_finding(direct.components[component].ruling) ||
          explained(searched, component) > clearly_more * explained(direct, component));
}

template <class Record>
void replace_component(std::vector<Record>& into, std::vector<Record>& from, auto belongs) {
  std::erase_if(into, belongs);
  for (Record& record : from)
    if (belongs(record)) into.push_back(std::move(record));
}

/// Puts what the second look found in the place of what the first did.
void adopt(comparison& answer, comparison& second, std::size_t component) {
  const std::string id = answer.components[component].id;
  answer.components[component] = std::move(second.components[component]);
  replace_component(answer.tensors, second.tensors,
                    [&](const tensor_evidence& pair) { return pair.component == component; });
  std::stable_sort(
      answer.tensors.begin(), answer.tensors.end(),
      [](const tensor_evidence& a, const tensor_evidence& b) { return a.subject < b.subject; });
  replace_component(answer.unmatched, second.unmatched, [&](const unmatched_tensor& left) {
    return left.of == side::subject && left.component == id;
  });
}

/// The second comparison speaks of carried tensors: back to the originals' names and numbers.
void restore_originals(comparison& second, const carried_models& carried,
                       const paired_models& direct) {
  for (tensor_evidence& pair : second.tensors) {
    pair.reference = carried.reference_of[pair.reference];
    pair.reference_name = direct.reference.tensors[pair.reference].name;
    pair.reference_type = direct.reference.tensors[pair.reference].type;
  }
}

/// The caller's options with a stage of its own: `done` begins again.
compare_options for_second_look(const compare_options& options) {
  compare_options second = options;
  if (options.on_progress)
    second.on_progress = [&options](const progress& now) {
      return options.on_progress({"compare rearranged", now.done, now.total});
    };
  return second;
}

/// The second look, at the models as the search lays them on each other. Marks in `described` the
/// components it adopts, which it also describes: only here do their tensors lie on each other.
result<void> look_again(comparison& answer, const paired_models& direct,
                        const detail::rearrangement& found,
                        std::span<const detail::component_pair> pairs,
                        const compare_options& options, std::vector<bool>& described) {
  auto carried = carry_models(direct, found);
  if (!carried) return std::move(carried).error();
  paired_models models{{carried->subject_views, direct.subject.contents},
                       {carried->reference_views, &carried->reference_contents},
                       &carried->aligned};
  models.fits = carried->fits;
  models.padded = carried->padded;
  models.unfolded = carried->unfolded;
  models.arrangements = found.components;
  models.looks = direct.looks;
  auto second = compare_models(models, view_measurements(models), for_second_look(options));
  if (!second) return std::move(second).error();
  for (const detail::component_pair& pair : pairs) {
    if (!stands(*second, answer, pair.subject)) continue;
    described[pair.subject] = true;
    if (auto done = describe_change(second->components[pair.subject], pair.subject, models, direct,
                                    second->tensors, second->options, options.threads);
        !done)
      return done;
  }
  restore_originals(*second, *carried, direct);
  for (const detail::component_pair& pair : pairs)
    if (described[pair.subject]) adopt(answer, *second, pair.subject);
  abstain_on_joined_projectors(answer);
  return {};
}

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

/// Longer is as good as without a limit.
constexpr double longest_search = 1e9;

/// What a search notes as progress: a component, and each of its layers.
std::uint64_t search_steps(const paired_models& direct,
                           std::span<const detail::component_pair> pairs) {
  std::set<std::pair<std::size_t, int>> layers;
  for (const inventory_entry& entry : direct.subject.contents->entries)
    for (const detail::component_pair& pair : pairs)
      if (entry.component == pair.subject) layers.emplace(entry.component, entry.layer);
  return layers.size() + pairs.size();
}

result<detail::rearrangement> search(const paired_models& direct,
                                     std::span<const detail::component_pair> pairs,
                                     search_depth depth, const compare_options& options) {
  progress_meter meter(options.on_progress, "search", search_steps(direct, pairs));
  detail::search_options searching;
  searching.threads = options.threads;
  searching.meter = &meter;
  searching.seed = options.ruling.seed;
  if (options.search_seconds > 0)
    searching.deadline =
        std::chrono::steady_clock::now() +
        std::chrono::duration_cast<std::chrono::steady_clock::duration>(
            std::chrono::duration<double>(std::min(options.search_seconds, longest_search)));
  return detail::find_rearrangement(direct.subject, direct.reference, pairs,
                                    depth == search_depth::full, searching);
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

/// Elements of the first layer's first network.
std::uint64_t size_of_network(const model_ref& model, const detail::model_blocks& blocks) {
  if (blocks.layers.empty() || blocks.layers.front().networks.empty()) return 0;
  const detail::tensor_index up = blocks.layers.front().networks.front().up;
  return up ? element_count(model.tensors[*up]) : 0;
}

/// Layers, networks or units of the reference that the subject has no place for may repeat others.
bool has_room_for_repeats(const model_ref& subject, const model_ref& reference,
                          const detail::component_pair& pair) {
  const auto left = detail::describe_blocks(subject, pair.subject);
  const auto right = detail::describe_blocks(reference, pair.reference);
  const auto networks = [](const detail::model_blocks& blocks) {
    return blocks.layers.empty() ? std::size_t{0} : blocks.layers.front().networks.size();
  };
  return right.layers.size() > left.layers.size() || networks(right) > networks(left) ||
         size_of_network(reference, right) > size_of_network(subject, left);
}

/// The same search with the models in each other's place: a reference that repeats parts of the
/// subject was made later.
result<void> look_for_repeats(comparison& answer, const paired_models& direct, search_depth depth,
                              const compare_options& options) {
  for (std::size_t i = 0; i < answer.components.size(); ++i) {
    component_ruling& ruling = answer.components[i];
    auto partner = direct.aligned->component_of[i];
    if (!partner) partner = likely_partner(direct, i);
    if (!is_finding(ruling.ruling) || !partner) continue;
    const detail::component_pair pair{i, *partner};
    if (!has_room_for_repeats(direct.subject, direct.reference, pair)) continue;
    const paired_models turned{direct.reference, direct.subject, direct.aligned};
    const detail::component_pair back{pair.reference, pair.subject};
    auto found = search(turned, std::span(&back, 1), depth, options);
    if (!found) return std::move(found).error();
    for (const component_correspondence& part : found->components)
      if (part.subject == back.subject)
        add_reversed_structure(
            ruling.direction,
            structural_operations(part, measure_sizes(part, direct.reference, direct.subject)));
  }
  return {};
}

/// Searches what the first look left unexplained.
result<void> search_the_rest(comparison& answer, const paired_models& models, search_depth depth,
                             const compare_options& options, std::vector<bool>& described) {
  std::replace(answer.limits.begin(), answer.limits.end(), search_text(search_depth::direct),
               search_text(depth));
  const auto pairs = pairs_to_search(answer, models);
  if (pairs.empty()) return {};
  auto found = search(models, pairs, depth, options);
  if (!found) return std::move(found).error();
  answer.searched = found->searched;
  for (const detail::component_pair& pair : pairs)
    mention_search(answer.components[pair.subject], depth);
  if (!found->placements.empty())
    if (auto done = look_again(answer, models, *found, pairs, options, described); !done)
      return done;
  if (found->out_of_time) abstain_where_unfinished(answer, pairs);
  answer.limits.insert(answer.limits.end(), found->limits.begin(), found->limits.end());
  answer.parameters_found = 0;
  rule_overall(answer);
  return {};
}

} // namespace

result<comparison> compare_with_search(const paired_models& direct,
                                       const compare_options& options) {
  const search_depth depth = resolved(direct, options.depth);
  paired_models models = direct;
  models.looks = depth == search_depth::direct ? 1 : 2;
  auto answer = compare_models(models, view_measurements(models), options);
  if (!answer) return answer;
  std::vector<bool> described(answer->components.size(), false);
  if (depth != search_depth::direct)
    if (auto done = search_the_rest(*answer, models, depth, options, described); !done)
      return std::move(done).error();
  if (auto done = describe_the_others(*answer, models, options, described); !done)
    return std::move(done).error();
  if (depth != search_depth::direct)
    if (auto done = look_for_repeats(*answer, models, depth, options); !done)
      return std::move(done).error();
  return answer;
}

} // namespace weightkin
