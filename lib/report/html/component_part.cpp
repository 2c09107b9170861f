#include <algorithm>
#include <cmath>

#include "report/html/html_sections.hpp"
#include "report/html/html_text.hpp"
#include "report/html/plain_words.hpp"
#include "report/report_words.hpp"
#include "report/safe_text.hpp"
#include "report/svg_canvas.hpp"
#include "report/text_numbers.hpp"

namespace weightkin::detail {
namespace {

constexpr double bar_width = 120;
constexpr double bar_height = 12;

std::string cell(const char* label, const std::string& body) {
  return element("td", body, std::string("role=\"cell\" data-label=\"") + label + "\"") + "\n";
}

std::string share_bar(const component_ruling& component, std::size_t index) {
  const double share = std::isfinite(component.share) ? std::clamp(component.share, 0.0, 1.0) : 0;
  svg_canvas canvas;
  canvas.rectangle({0.5, 0.5}, bar_width - 1, bar_height - 1, 0, {.style = "frame"});
  if (share > 0)
    canvas.rectangle({0, 0}, std::max(1.5, share * bar_width), bar_height, 0, {.style = "ink"});
  return canvas.figure(bar_width, bar_height,
                       {"share" + std::to_string(index), "Share of the parameters",
                        percent(component.share) + " of the subject's parameters"});
}

std::string likeness(const component_ruling& component) {
  html_list rows;
  if (std::isfinite(component.common_variance))
    rows.add(element("b", xml_text(percent(component.common_variance))) +
             " of the variation in common");
  if (tested(component))
    rows.add("effect " + element("b", fixed(component.evidence.effect, 3)) +
             " <small>(0 unrelated, 1 the same)</small>");
  if (std::isfinite(component.bit_equal_share))
    rows.add(xml_text(percent(component.bit_equal_share)) +
             " of a tensor's weights equal bit for " +
             (component.ruling == verdict::identical_after_cast ? "bit, once of one type" : "bit") +
             ", in the median <small>(" + xml_text(percent(component.bit_equal_chance)) +
             " by chance)</small>");
  return rows.items.empty() ? "nothing compared" : rows.rendered();
}

std::string certainty(const comparison& ruling, std::size_t index) {
  const component_ruling& component = ruling.components[index];
  html_list rows;
  const bool exact =
      component.ruling == verdict::identical || component.ruling == verdict::identical_after_cast;
  if (exact)
    rows.add(rests_on_checksums(ruling, index)
                 ? "by checksums: no accident, but values could have been chosen to meet them"
                 : "exact: every compared value was checked");
  if (tested(component)) {
    const bool speaks = component.log10_p_holm <= ruling.options.log10_alpha;
    rows.add(
        "by chance alone: " + element("b", "p " + xml_text(probability(component.log10_p_holm))) +
        " <small>(<a href=\"#chance\">after corrections</a>" +
        (speaks ? "; it speaks only against unrelated models" : "") + ")</small>");
    if (!speaks)
      rows.add(is_finding(component.ruling)
                   ? "<small>this test alone is no finding: the verdict rests on another look"
                     "</small>"
                   : "<small>no finding, and no proof of independence either</small>");
    rows.add(fixed(component.evidence.z, 1) +
             " standard deviations from chance <small>(z)</small>");
    if (!is_finding(component.ruling))
      rows.add("effects above " + element("b", fixed(component.minimum_detectable, 3)) +
               " would have shown <small>(half the time at this size, nearly always well above)"
               "</small>");
  }
  return rows.items.empty() ? "not tested" : rows.rendered();
}

std::string against(const component_ruling& component) {
  if (component.reference_id.empty()) return "no counterpart in the reference";
  const std::string part = "against the reference's " + html_name(component.reference_id);
  if (!shows_cover(component)) return part;
  return part + "; " + xml_text(percent(share_of(*component.cover))) +
         " of that has a counterpart here";
}

/// What the verdict says; a mixture that was taken apart is no mere training.
std::string meaning_of_component(const component_ruling& component) {
  if (!is_mixture(component)) return verdict_meaning(component.ruling, component.change);
  return verdict_meaning(component.ruling, change_kind::none) +
         " It is a mixture of several models: see <a href=\"#changes\">The change</a>.";
}

std::string component_rows(const comparison& ruling, std::size_t index) {
  const component_ruling& component = ruling.components[index];
  const std::string heading =
      element("b", html_name(component.id)) + "<br><small>" + against(component) + "</small>";
  std::string row =
      element("th", heading, "scope=\"rowgroup\" rowspan=\"2\" role=\"rowheader\"") + "\n";
  row += cell("Verdict", verdict_badge(component.ruling, component.change) + "<br>" +
                             meaning_of_component(component));
  row += cell("Share of the model", element("b", xml_text(percent(component.share))) + "<br>" +
                                        share_bar(component, index) + "<small>" +
                                        magnitude(component.parameters) + " parameters</small>");
  row += cell("In common", likeness(component));
  row += cell("How sure", certainty(ruling, index));
  std::string evidence = element("b", "Evidence: ") + html_sentence(component.sentence);
  if (component.sentence.empty()) evidence += "none";
  const std::string second = element("td", evidence, "colspan=\"4\" role=\"cell\"");
  return element("tbody",
                 element("tr", row, "role=\"row\"") + "\n" +
                     element("tr", second, "role=\"row\" class=\"evidence\""),
                 "role=\"rowgroup\"") +
         "\n";
}

} // namespace

std::string component_section(const comparison& ruling) {
  if (ruling.components.empty())
    return page_section("components", "Component by component",
                        element("p", "The subject has no components.") + "\n");
  std::string head;
  for (const char* title : {"Component", "Verdict", "Share of the model", "In common", "How sure"})
    head += element("th", title, "scope=\"col\" role=\"columnheader\"");
  std::string body = element("caption", "The verdict on each component of the subject, with the "
                                        "evidence in one sentence under it");
  body += element("thead", element("tr", head, "role=\"row\""), "role=\"rowgroup\"") + "\n";
  for (std::size_t c = 0; c < ruling.components.size(); ++c)
    body += component_rows(ruling, c);
  return page_section("components", "Component by component",
                      element("table", body, "class=\"verdicts\" role=\"table\"") + "\n");
}

} // namespace weightkin::detail
