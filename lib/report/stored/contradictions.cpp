#include "report/stored/contradictions.hpp"

#include <cmath>

#include "lineage/overall_rule.hpp"

namespace weightkin::detail {
namespace {

constexpr double log10_rounding = 1e-6; // of sums of logarithms
constexpr double share_rounding = 1e-3;

bool tested(const permutation_evidence& evidence) { return evidence.null != null_kind::none; }

/// The level was reached and each look that may have reached it is large enough to matter.
bool surely_dependent(const component_ruling& part, const ruling_options& options) {
  return tested(part.evidence) && part.log10_p_holm <= options.log10_alpha - log10_rounding &&
         part.evidence.effect >= options.effect_floor &&
         (!tested(part.strongest) || part.strongest.effect >= options.effect_floor);
}

/// The level was reached, and some look is large enough to matter.
bool perhaps_dependent(const component_ruling& part, const ruling_options& options) {
  return tested(part.evidence) && part.log10_p_holm <= options.log10_alpha + log10_rounding &&
         (part.evidence.effect >= options.effect_floor || tested(part.strongest));
}

bool dependent_by_anchors(const component_ruling& part, const ruling_options& options) {
  return tested(part.anchors) && part.anchors_log10_p_holm <= options.log10_alpha &&
         part.anchors.effect >= options.effect_floor;
}

/// Anchors do not overrule what they may not: see rule_by_anchors.
bool may_be_overruled(component_kind kind) {
  return kind != component_kind::projector && kind != component_kind::adapter;
}

/// What the verdict contradicts; empty when nothing does.
const char* contradiction_of(const component_ruling& part, const ruling_options& options) {
  switch (part.ruling) {
  case verdict::no_shared_initialisation_found:
    if (surely_dependent(part, options)) return "the evidence beside it is a finding";
    if (may_be_overruled(part.kind) && dependent_by_anchors(part, options))
      return "the anchors beside it are a finding";
    return "";
  case verdict::related:
    return perhaps_dependent(part, options) || dependent_by_anchors(part, options) ||
                   tested(part.searched)
               ? ""
               : "the evidence beside it is no finding";
  case verdict::not_comparable:
  case verdict::non_evidential:
    return part.parameters_compared > 0 ? "but parameters were compared" : "";
  default: return "";
  }
}

void check_component(const json_place& at, const component_ruling& part, const comparison& ruling) {
  if (const char* why = contradiction_of(part, ruling.options); *why != '\0')
    at["verdict"].complain(why);
  const double share =
      static_cast<double>(part.parameters) / static_cast<double>(ruling.subject.parameters);
  if (ruling.subject.parameters > 0 && !(std::fabs(part.share - share) <= share_rounding))
    at["share"].complain("is not that of its parameters");
}

} // namespace

void complain_of_contradictions(const json_place& root, const comparison& ruling) {
  const json_place components = root["components"];
  comparison again;
  again.components = ruling.components;
  for (std::size_t i = 0; i < ruling.components.size(); ++i) {
    const json_place component = components.at(i);
    check_component(component, ruling.components[i], ruling);
  }
  rule_overall(again);
  const json_place overall = root["overall"];
  if (again.overall != ruling.overall)
    overall["verdict"].complain("is not what the components' verdicts come to");
  if (again.parameters_found != ruling.parameters_found)
    overall["parameters_found"].complain("is not the sum over components with a finding");
}

} // namespace weightkin::detail
