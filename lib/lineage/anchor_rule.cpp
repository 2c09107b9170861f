#include "lineage/anchor_rule.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <weightkin/metric/tail.hpp>

#include "lineage/number_text.hpp"
#include "lineage/overall_rule.hpp"

namespace weightkin {
namespace {

/// Silence by index does not speak against descent through another basis; that nothing could be
/// evidence does, and so does a projector that both sides had to fit to one encoder.
bool may_be_overruled(const component_ruling& ruling) {
  return ruling.kind != component_kind::projector && ruling.kind != component_kind::adapter &&
         (ruling.ruling == verdict::no_shared_initialisation_found ||
          ruling.ruling == verdict::undetermined || ruling.ruling == verdict::not_comparable);
}

void explain_anchors(component_ruling& ruling) {
  const permutation_evidence& found = ruling.anchors;
  const bool tested = ruling.groups > 0;
  ruling.sentence =
      std::string(tested ? "tests by index found nothing (" : "without tests by index (") +
      ruling.sentence +
      "); anchors, which no change of the residual stream's basis alters, depend in " +
      std::to_string(ruling.anchored_networks) + " feed-forward networks: effect " +
      number_text(found.effect) + ", z " + number_text(found.z) + ", " +
      p_text(ruling.anchors_log10_p_holm) + " after correction";
  ruling.explanations = {{explanation_kind::subject_rebased},
                         {explanation_kind::reference_rebased},
                         {explanation_kind::third_model},
                         {explanation_kind::same_initialisation}};
  if (!tested) ruling.explanations.push_back({explanation_kind::trained_on_unseen});
}

} // namespace

void rule_by_anchors(comparison& answer, std::span<const anchor_evidence> evidence) {
  const double second_look = std::log10(2.0);
  std::vector<double> log10_p;
  for (const anchor_evidence& one : evidence)
    log10_p.push_back(std::min(0.0, one.log10_p + second_look));
  const auto adjusted = holm_log10(log10_p);
  bool changed = false;
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    component_ruling& ruling = answer.components[evidence[i].component];
    // The look that decided.
    const bool cosines_alone = evidence[i].cosines.log10_p < evidence[i].combined.log10_p;
    ruling.anchors = cosines_alone ? evidence[i].cosines : evidence[i].combined;
    ruling.anchored_networks = evidence[i].networks.size();
    ruling.anchors_log10_p_holm = adjusted[i];
    const bool significant = ruling.anchors.null != null_kind::none &&
                             adjusted[i] <= answer.options.log10_alpha &&
                             ruling.anchors.effect >= answer.options.effect_floor;
    if (!significant || !may_be_overruled(ruling)) continue;
    ruling.ruling = verdict::related;
    explain_anchors(ruling);
    changed = true;
  }
  if (!changed) return;
  answer.parameters_found = 0;
  rule_overall(answer);
}

} // namespace weightkin
