#include "lineage/search/unexplained_components.hpp"

#include <algorithm>

namespace weightkin {
namespace {

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

/// Two heads of four that changed places leave half of an effect, two of eight three quarters.
constexpr double share_left_in_place = 0.8;

/// As alike as what it lies on can be expected to be: not much less than the component as a whole.
/// To look again costs time and no error, so a rough measure will do.
bool resembles_counterpart(const tensor_evidence& pair, const component_ruling& ruling,
                           const ruling_options& options) {
  const double expected =
      std::max(options.effect_floor, share_left_in_place * ruling.evidence.effect);
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

} // namespace

std::optional<std::size_t> searched_partner(const paired_models& models, std::size_t component) {
  const auto aligned = models.aligned->component_of[component];
  return aligned ? aligned : likely_partner(models, component);
}

std::vector<detail::component_pair> unexplained_components(const comparison& answer,
                                                           const paired_models& models) {
  std::vector<detail::component_pair> pairs;
  for (std::size_t i = 0; i < answer.components.size(); ++i) {
    if (!worth_searching(answer, i)) continue;
    if (const auto partner = searched_partner(models, i)) pairs.push_back({i, *partner});
  }
  return pairs;
}

} // namespace weightkin
