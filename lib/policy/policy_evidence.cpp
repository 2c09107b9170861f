#include "policy/policy_evidence.hpp"

#include <algorithm>
#include <cmath>

#include "lineage/number_text.hpp"
#include "policy/reference_name.hpp"

namespace weightkin::detail {
namespace {

judged_reference reference_named(const std::string& name, const licence_table& known,
                                 const model_claims& claims) {
  judged_reference out;
  out.name = name;
  auto best = name_match::none;
  for (const known_reference& entry : known.references) {
    const name_match match = match_of(entry.name, name);
    if (match == name_match::none || match < best) continue;
    // Equally exact, but contradicting: then neither is known.
    const bool contradicted = match == best && entry.licence != out.licence;
    out.licence = contradicted ? std::string() : entry.licence;
    out.ids = entry.ids;
    best = match;
  }
  out.declared = std::ranges::any_of(
      claims.base_models, [&](const std::string& claim) { return claim_means(claim, out); });
  return out;
}

void add_item(policy_evidence& out, decision_input item) {
  const judged_reference& reference = out.references.back();
  item.reference = reference.name;
  item.licence = reference.licence;
  item.declared = reference.declared;
  out.items.push_back(std::move(item));
  out.reference_of.push_back(out.references.size() - 1);
}

void add_limits(policy_evidence& out, const std::vector<std::string>& limits) {
  for (const std::string& limit : limits)
    if (std::ranges::find(out.limits, limit) == out.limits.end()) out.limits.push_back(limit);
}

/// Who compares may ask for more evidence than is usual, and finds less.
void add_unusual(policy_evidence& out, const ruling_options& used) {
  const ruling_options usual;
  std::string texts;
  const auto mention = [&](const char* name, double now, double then) {
    if (now == then) return;
    texts += (texts.empty() ? "" : ", ") + std::string(name) + " " + number_text(now) +
             " instead of " + number_text(then);
  };
  mention("log10_alpha", used.log10_alpha, usual.log10_alpha);
  mention("effect_floor", used.effect_floor, usual.effect_floor);
  mention("searched_floor", used.searched_floor, usual.searched_floor);
  mention("derived_share", used.derived_share, usual.derived_share);
  if (!texts.empty()) add_limits(out, {"compared with options of the caller's own: " + texts});
}

/// Comparisons that were made one by one each held their own level. Where a finding rests on chance
/// and would not have held it among `together` of them, it decides nothing.
bool lost_among(const component_ruling& ruling, const ruling_options& options,
                std::size_t together) {
  if (ruling.ruling != verdict::related && ruling.ruling != verdict::derived) return false;
  double best = 0;
  if (ruling.evidence.null != null_kind::none) best = ruling.log10_p_holm;
  if (ruling.anchors.null != null_kind::none) best = std::fmin(best, ruling.anchors_log10_p_holm);
  return best <= options.log10_alpha &&
         best + std::log10(static_cast<double>(together)) > options.log10_alpha;
}

} // namespace

bool claim_means(const std::string& claim, const judged_reference& reference) {
  if (std::ranges::find(reference.ids, claim) != reference.ids.end()) return true;
  if (means_reference(claim, reference.name)) return true;
  const std::size_t slash = claim.rfind('/');
  return reference.ids.empty() && slash != std::string::npos &&
         means_reference(claim.substr(slash + 1), reference.name);
}

policy_evidence evidence_in(std::span<const comparison> rulings, const licence_table& known,
                            const model_claims& claims) {
  policy_evidence out;
  if (!rulings.empty()) out.subject = rulings.front().subject;
  for (const comparison& ruling : rulings) {
    out.references.push_back(reference_named(ruling.reference.name, known, claims));
    for (const component_ruling& component : ruling.components) {
      decision_input item;
      item.component = component.id;
      item.kind = component.kind;
      item.share = component.share;
      item.ruling = component.ruling;
      item.common_variance = component.common_variance;
      const bool tested = component.evidence.null != null_kind::none;
      item.log10_p_holm = tested ? component.log10_p_holm : NAN;
      item.sentence = component.sentence;
      if (lost_among(component, ruling.options, rulings.size())) {
        item.ruling = verdict::undetermined;
        item.sentence += " This passes the level of its own comparison, not that of all " +
                         std::to_string(rulings.size()) + " together.";
      }
      add_item(out, std::move(item));
    }
    add_limits(out, ruling.limits);
    add_unusual(out, ruling.options);
  }
  return out;
}

policy_evidence evidence_in(const scan_result& answer, const licence_table& known,
                            const model_claims& claims, std::span<const unread_reference> unread) {
  policy_evidence out;
  out.subject = answer.subject;
  for (const unread_reference& each : unread)
    out.missing.push_back({reference_named(each.name, known, claims), each.reason});
  for (const scan_candidate& candidate : answer.candidates) {
    if (!candidate.compared) continue;
    out.references.push_back(reference_named(candidate.model.name, known, claims));
    for (const component_summary& component : candidate.pair.components) {
      decision_input item;
      item.component = component.id;
      if (component.component < answer.components.size()) {
        item.kind = answer.components[component.component].kind;
        item.share = answer.components[component.component].share;
      }
      item.ruling = component.ruling;
      item.common_variance = component.common_variance;
      item.log10_p_holm = component.log10_p_holm;
      item.sentence = component.sentence;
      add_item(out, std::move(item));
    }
  }
  add_limits(out, answer.limits);
  add_unusual(out, answer.options);
  return out;
}

} // namespace weightkin::detail
