#include <algorithm>
#include <cmath>

#include "lineage/explanation.hpp"
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

/// The operations of one kind of certainty by name; what they were stands further down.
std::string operation_list(const component_ruling& component, bool seen) {
  std::vector<operation_kind> kinds;
  std::string out;
  for (const operation_finding& finding : component.operations) {
    const bool named = std::find(kinds.begin(), kinds.end(), finding.kind) != kinds.end();
    if (named || is_exact_pattern(finding) != seen) continue;
    kinds.push_back(finding.kind);
    out += (out.empty() ? "" : ", ") + operation_words(finding.kind);
  }
  return out;
}

/// What the change looks like. An act is never stated: the weights were not there.
std::string change_text(const component_ruling& component) {
  const std::string seen = operation_list(component, true);
  const std::string read = operation_list(component, false);
  std::string out;
  if (!seen.empty()) out += "; the values themselves show: " + seen;
  if (!read.empty()) out += "; the change looks like: " + read + " (a reading, not proven)";
  if (may_share_a_start(component))
    out += "; it also remains possible that both were trained apart from one random start, and "
           "neither from the other";
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
    return "; every compared value equals the reference's" + rest;
  if (component.ruling == verdict::identical_after_cast)
    return "; every compared value equals the reference's after rounding to the coarser type" +
           rest;
  if (!std::isfinite(component.common_variance)) return rest;
  return "; " + xml_text(percent(component.common_variance)) + " of the variation in common" + rest;
}

constexpr const char* speaks_against =
    ", which speaks only against unrelated models: it does not say who copied, or that anybody "
    "did";

std::string chance_text(const component_ruling& component, const ruling_options& options) {
  const bool by_index = tested(component) && component.log10_p_holm <= options.log10_alpha;
  if (!by_index && component.searched.null != null_kind::none)
    return "units whose order a search chose share " + fixed(component.searched.effect, 2) +
           ", unrelated models no more than " + fixed(options.searched_floor, 2) +
           " (no exact p holds there)" + speaks_against;
  const bool by_anchors = !by_index && component.anchors.null != null_kind::none;
  if (!by_anchors && !tested(component)) return "no test of chance applies";
  return "likeness this strong by chance has p " +
         xml_text(
             probability(by_anchors ? component.anchors_log10_p_holm : component.log10_p_holm)) +
         speaks_against;
}

std::string how_sure(const comparison& ruling, std::size_t index) {
  const component_ruling& component = ruling.components[index];
  if (component.ruling == verdict::identical)
    return rests_on_checksums(ruling, index) ? "; how sure: by checksums, which is no accident, "
                                               "but no proof against somebody who "
                                               "wanted them equal, and does not say who copied, "
                                               "or that anybody did"
                                             : "; how sure: exact, every value was checked; "
                                               "equality does not say who copied, or that "
                                               "anybody did";
  return "; how sure: " + chance_text(component, ruling.options);
}

/// What of the finding has a direction, and what has none.
std::string order_text(const component_ruling& component) {
  if (component.direction.which == descent_direction::subject_from_reference)
    return "; " + made_from_text(component, "subject", "reference");
  if (component.direction.which == descent_direction::reference_from_subject)
    return "; " + made_from_text(component, "reference", "subject");
  return component.ruling == verdict::derived ? "; programs call this \"derived\", which states "
                                                "how much is shared, not who came first"
                                              : "";
}

std::string finding_line(const comparison& ruling, std::size_t index) {
  const component_ruling& component = ruling.components[index];
  std::string out = element("b", html_name(component.id)) + " " +
                    verdict_badge(component.ruling, component.change) +
                    " against the reference's " + html_name(component.reference_id);
  return out + how_much(component) + how_sure(ruling, index) + order_text(component) +
         change_text(component);
}

/// How much of the reference that may be.
std::string reference_found(const comparison& ruling) {
  if (!ruling.reference_parameters_found || ruling.reference.parameters == 0) return {};
  return element(
      "p", "Of the reference, " +
               element("strong",
                       xml_text(percent(static_cast<double>(*ruling.reference_parameters_found) /
                                        static_cast<double>(ruling.reference.parameters)))) +
               " of the parameters (" + magnitude(*ruling.reference_parameters_found) + " of " +
               magnitude(ruling.reference.parameters) +
               ") have a counterpart in these components; how alike they are stands "
               "above, not here.");
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
  return out + rows.rendered() + reference_found(ruling);
}

/// A search finds something alike in any two models, so that it takes more to convict after one.
std::string reordered_power(const comparison& ruling) {
  if (ruling.source == evidence_source::fingerprints)
    return "; units in another order were not looked for";
  return "; of units in another order, where a search looked for them, only those above " +
         element("b", fixed(ruling.options.searched_floor, 3));
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
    return element("p", "No component could be tested: this says nothing in either direction.");
  const std::string where = looked == 1 && all == 1 ? "its only component"
                            : looked == all
                                ? "all " + counted(all, "component")
                                : "the " + std::to_string(looked) + " of " +
                                      counted(all, "component") + " that could be tested";
  return element("p", "How sure: in " + where + ", effects above " +
                          element("b", fixed(weakest, 3)) +
                          " would have shown at least half the time (0: unrelated, 1: the same)" +
                          reordered_power(ruling) + ".");
}

std::string nothing_text(const comparison& ruling) {
  return element("p", element("strong", verdict_title(ruling.overall, change_kind::none)) +
                          ": nothing was found in " +
                          (ruling.components.size() == 1
                               ? std::string("the subject's only component")
                               : "any of " + counted(ruling.components.size(), "component")) +
                          ". " + verdict_meaning(ruling.overall, change_kind::none)) +
         power_text(ruling);
}

/// Components that did not answer are not cleared by what the others say.
std::string undetermined_part(const comparison& ruling) {
  html_list rows;
  std::size_t open = 0;
  for (const component_ruling& component : ruling.components)
    if (component.ruling == verdict::undetermined && open++ < findings_named)
      rows.add(html_name(component.id));
  if (open == 0) return {};
  if (open > findings_named) rows.add(std::to_string(open - findings_named) + " more below");
  return element("p",
                 element("strong", "Undetermined, so not cleared: " + std::to_string(open) +
                                       " of " + counted(ruling.components.size(), "component")) +
                     ":") +
         rows.rendered();
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
  const bool directed = std::any_of(
      ruling.components.begin(), ruling.components.end(), [](const component_ruling& component) {
        return is_finding(component.ruling) &&
               component.direction.which != descent_direction::undetermined;
      });
  if (found && !proven)
    points.emplace_back(directed ? "which of the two came first, where no order is stated"
                                 : "which of the two came first");
  if (directed)
    points.emplace_back(
        "that the order is proof against forgery: who makes up digits, or fills zeros, "
        "can make a copy look like the original");
  if (found && !proven) points.emplace_back("that anybody copied: neither likeness nor p tells");
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
  return element("p", out + ". <a href=\"#cautions\">What not to conclude</a>. "
                            "<a href=\"#words\">What the words mean</a>.");
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
  body += undetermined_part(ruling);
  body += not_said(ruling, found > 0);
  if (!ruling.sentence.empty())
    body += element("p", "In the names that programs read: " + html_sentence(ruling.sentence),
                    "class=\"faint\"");
  return out +
         element("div", body,
                 "class=\"answer a-" + std::string(verdict_class(ruling.overall)) + "\"") +
         "\n";
}

} // namespace weightkin::detail
