#include "lineage/search/second_look.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "lineage/compare_models.hpp"
#include "lineage/explanation.hpp"
#include "lineage/joined_projector.hpp"
#include "lineage/operation/describe_change.hpp"
#include "lineage/search/carried_models.hpp"
#include "lineage/view_measurements.hpp"

namespace weightkin {
namespace {

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

} // namespace

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

} // namespace weightkin
