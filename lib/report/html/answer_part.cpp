#include <algorithm>
#include <cmath>

#include "report/html/html_sections.hpp"
#include "report/html/html_text.hpp"
#include "report/html/plain_words.hpp"
#include "report/report_words.hpp"
#include "report/safe_text.hpp"
#include "report/text_numbers.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t findings_named = 6;

std::string model_line(const char* role, const model_summary& model) {
  std::string facts;
  if (!model.format.empty()) facts = html_prose(model.format) + ", ";
  facts += counted(model.tensors, "tensor") + ", " + magnitude(model.parameters) + " parameters";
  return element("dt", role) +
         element("dd", html_name(model.name.empty() ? "(unnamed)" : model.name) + " <small>(" +
                           facts + ")</small>");
}

std::string share_found(const comparison& ruling) {
  if (ruling.subject.parameters == 0) return "-";
  return percent(static_cast<double>(ruling.parameters_found) /
                 static_cast<double>(ruling.subject.parameters));
}

/// The operations by name; what they were stands further down.
std::string done_text(const component_ruling& component) {
  std::vector<operation_kind> kinds;
  for (const operation_finding& finding : component.operations)
    if (std::find(kinds.begin(), kinds.end(), finding.kind) == kinds.end())
      kinds.push_back(finding.kind);
  std::string out;
  for (const operation_kind kind : kinds)
    out += (out.empty() ? "; what was done, as far as the weights show it: " : ", ") +
           operation_words(kind);
  return out;
}

/// What could not be compared for want of a counterpart.
std::string unmatched_text(const component_ruling& component) {
  if (component.parameters_unmatched == 0 || component.parameters == 0) return {};
  return "; " +
         xml_text(percent(static_cast<double>(component.parameters_unmatched) /
                          static_cast<double>(component.parameters))) +
         " of its parameters have no counterpart, and nothing is said about those";
}

std::string how_much(const component_ruling& component) {
  const std::string rest = unmatched_text(component);
  if (component.ruling == verdict::identical)
    return "; every compared value is the reference's" + rest;
  if (component.ruling == verdict::identical_after_cast)
    return "; every compared value is the reference's after rounding to another type" + rest;
  if (!std::isfinite(component.common_variance)) return rest;
  return "; " + xml_text(percent(component.common_variance)) + " of the variation in common" + rest;
}

std::string how_sure(const comparison& ruling, std::size_t index) {
  const component_ruling& component = ruling.components[index];
  if (component.ruling == verdict::identical)
    return rests_on_checksums(ruling, index) ? "; how sure: by checksums, which is no accident, "
                                               "but no proof against somebody who "
                                               "wanted them equal"
                                             : "; how sure: exact";
  if (!tested(component)) return "; how sure: no test of chance applies";
  return "; how sure: likeness this strong by chance has p " +
         xml_text(probability(component.log10_p_holm));
}

std::string finding_line(const comparison& ruling, std::size_t index) {
  const component_ruling& component = ruling.components[index];
  std::string out = element("b", html_name(component.id)) + " " +
                    verdict_badge(component.ruling, component.change) +
                    " against the reference's " + html_name(component.reference_id);
  out += how_much(component) + how_sure(ruling, index);
  if (component.direction.which == descent_direction::subject_from_reference)
    out += "; the weights show that the subject's came later";
  if (component.direction.which == descent_direction::reference_from_subject)
    out += "; the weights show that the reference's came later";
  return out + done_text(component);
}

/// Which components, from where, how much of each.
std::string found_text(const comparison& ruling, std::size_t found) {
  const std::size_t all = ruling.components.size();
  std::string out =
      element("p", element("strong", "Found in " + std::to_string(found) + " of " +
                                         counted(all, "component")) +
                       ", " + element("strong", xml_text(share_found(ruling))) +
                       " of the subject's parameters (" + magnitude(ruling.parameters_found) +
                       " of " + magnitude(ruling.subject.parameters) + "):");
  html_list rows;
  std::size_t named = 0;
  for (std::size_t c = 0; c < all; ++c)
    if (is_finding(ruling.components[c].ruling) && named++ < findings_named)
      rows.add(finding_line(ruling, c));
  if (found > findings_named) rows.add(std::to_string(found - findings_named) + " more below");
  return out + rows.rendered();
}

/// What would have been seen: without it "nothing found" says nothing.
std::string power_text(const comparison& ruling) {
  double weakest = 0;
  std::size_t looked = 0;
  for (const component_ruling& component : ruling.components) {
    if (!tested(component) || !std::isfinite(component.minimum_detectable)) continue;
    ++looked;
    weakest = std::max(weakest, component.minimum_detectable);
  }
  const std::size_t all = ruling.components.size();
  if (looked == 0)
    return element("p", "None of " + counted(all, "component") +
                            " could be tested: this says nothing in either direction.");
  return element("p", "How sure: in the " + counted(looked, "component") + " of " +
                          std::to_string(all) + " that could be tested, effects above " +
                          element("b", fixed(weakest, 3)) +
                          " would have shown at least half the time (0: unrelated, 1: the same).");
}

std::string nothing_text(const comparison& ruling) {
  return element("p", element("strong", verdict_title(ruling.overall, change_kind::none)) +
                          ": found in none of " + counted(ruling.components.size(), "component") +
                          ". " + verdict_meaning(ruling.overall, change_kind::none)) +
         power_text(ruling);
}

/// The misreadings that are nearest at hand; the whole list stands further down.
std::string not_said(const comparison& ruling, bool found) {
  std::vector<std::string> points;
  const bool proven = std::all_of(
      ruling.components.begin(), ruling.components.end(), [](const component_ruling& component) {
        return !is_finding(component.ruling) ||
               component.direction.which != descent_direction::undetermined;
      });
  const bool clear = std::any_of(
      ruling.components.begin(), ruling.components.end(), [](const component_ruling& component) {
        return component.ruling == verdict::no_shared_initialisation_found;
      });
  if (found && ruling.parameters_found < ruling.subject.parameters)
    points.emplace_back("that the rest of the model comes from the reference");
  if (found && !proven) points.emplace_back("which of the two came first");
  const bool mixed = std::any_of(ruling.components.begin(), ruling.components.end(), is_mixture);
  if (found)
    points.emplace_back(mixed ? "that there is no nearer relative"
                              : "that there is no nearer relative and no other parent");
  if (clear)
    points.emplace_back("that what shows no finding was made from scratch: it may descend from "
                        "another model, or in a way that was not searched");
  if (points.empty()) points.emplace_back("anything in either direction");
  std::string out = element("b", "Not said:") + " ";
  for (std::size_t p = 0; p < points.size(); ++p)
    out += (p == 0 ? "" : "; ") + points[p];
  return element("p", out + ". <a href=\"#cautions\">What not to conclude</a>.");
}

} // namespace

std::string answer_section(const comparison& ruling) {
  std::string out = "<p class=\"kicker\">weightkin: lineage report</p>\n";
  out += element("h1", "Does the subject descend from the reference?") + "\n";
  out += element("dl", model_line("Subject", ruling.subject) +
                           model_line("Reference", ruling.reference)) +
         "\n";
  if (ruling.source == evidence_source::fingerprints)
    out += element("p", "Compared from fingerprints, not from weights: similarities are estimates, "
                        "and \"-\" is what fingerprints do not tell.");
  const auto found = static_cast<std::size_t>(std::count_if(
      ruling.components.begin(), ruling.components.end(),
      [](const component_ruling& component) { return is_finding(component.ruling); }));
  std::string body = found > 0 ? found_text(ruling, found) : nothing_text(ruling);
  body += not_said(ruling, found > 0);
  if (!ruling.sentence.empty())
    body += element("p", html_sentence(ruling.sentence), "class=\"faint\"");
  return out +
         element("div", body,
                 "class=\"answer a-" + std::string(verdict_class(ruling.overall)) + "\"") +
         "\n";
}

} // namespace weightkin::detail
