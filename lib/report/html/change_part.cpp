#include <algorithm>
#include <cmath>

#include "report/html/change_picture.hpp"
#include "report/html/heat_grid.hpp"
#include "report/html/html_sections.hpp"
#include "report/html/html_text.hpp"
#include "report/html/plain_words.hpp"
#include "report/html/spectrum_picture.hpp"
#include "report/report_words.hpp"
#include "report/safe_text.hpp"
#include "report/text_numbers.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t tensors_named = 3;
constexpr std::size_t numbers_shown = 64;

std::string margin_text(const operation_finding& finding) {
  if (is_exact_pattern(finding))
    return "an exact pattern in the values, read off and not weighed; another act can leave the "
           "same";
  const double margin = finding.log10_likelihood_margin;
  if (!(margin != 0)) return "nothing speaks for it but that no other account beat it";
  const std::string size = margin > 300 ? "more than 300" : compact(margin);
  return size + " powers of ten likelier than an unspecific change of the same size";
}

std::string number_text(const operation_number& number) {
  const bool whole = std::isfinite(number.value) && std::fabs(number.value) < 1e9 &&
                     number.value == std::floor(number.value);
  std::string out = xml_text(elided(number_title(number.name), 80)) + " ";
  out += element("b", whole ? fixed(number.value, 0) : measured(number.value));
  if (std::isfinite(number.error) && number.error > 0) out += " &#177; " + measured(number.error);
  return out;
}

std::string seen_in(const operation_finding& finding, const component_ruling& component) {
  if (finding.tensors.empty()) return "all compared tensors";
  std::string out = counted(finding.tensors.size(), "tensor") + " of " +
                    grouped(component.tensors_compared) + ":";
  for (std::size_t t = 0; t < std::min(finding.tensors.size(), tensors_named); ++t)
    out += "<br>" + html_name(finding.tensors[t]);
  if (finding.tensors.size() > tensors_named) out += "<br>...";
  return out;
}

std::string operation_row(const operation_finding& finding, const component_ruling& component) {
  html_list numbers;
  for (std::size_t n = 0; n < std::min(finding.numbers.size(), numbers_shown); ++n)
    numbers.add(number_text(finding.numbers[n]));
  return element("tr", element("th", capital(operation_words(finding.kind)), "scope=\"row\"") +
                           element("td", html_sentence(finding.text)) +
                           element("td", numbers.items.empty() ? "-" : numbers.rendered()) +
                           element("td", margin_text(finding)) +
                           element("td", seen_in(finding, component), "class=\"names\"")) +
         "\n";
}

std::string operation_table(const component_ruling& component) {
  if (component.operations.empty())
    return element("p", "The weights do not show what kind of change it is.") + "\n";
  std::string head;
  constexpr const char* explains = "What speaks for this reading";
  for (const char* title : {"Operation", "What the weights show", "Measured", explains, "Seen in"})
    head += element("th", title, "scope=\"col\"");
  std::string rows;
  for (const operation_finding& finding : component.operations)
    rows += operation_row(finding, component);
  return scrolling(
      element("table", element("caption", "What the change of " + html_name(component.id) +
                                              " looks like: a reading of the weights, no record of "
                                              "what was done") +
                           element("thead", element("tr", head)) + element("tbody", rows)),
      "What the change looks like in " + xml_text(short_name(component.id)));
}

std::string direction_text(const component_ruling& component) {
  std::string out = element("b", "Who came first: ");
  switch (component.direction.which) {
  case descent_direction::subject_from_reference:
    out += made_from_text(component, "subject", "reference") + ".";
    break;
  case descent_direction::reference_from_subject:
    out += made_from_text(component, "reference", "subject") + ", not the other way round.";
    break;
  case descent_direction::undetermined: out += "the weights do not say."; break;
  }
  if (!component.direction.reason.empty()) out += " " + html_sentence(component.direction.reason);
  if (component.direction.which != descent_direction::undetermined)
    out += " Digits can be made up on purpose, and zeros filled, so that a copy looks like the "
           "original: see "
           "<a href=\"#cautions\">What not to conclude</a>.";
  return element("p", out) + "\n";
}

std::string possible_text(const component_ruling& component) {
  html_list rows;
  for (const possible_explanation& explanation : component.explanations)
    rows.add(html_sentence(sentence_of(explanation)));
  if (rows.items.empty()) return {};
  return element("p", "Among what remains possible:") + "\n" + rows.rendered() + "\n";
}

} // namespace

std::string change_section(const comparison& ruling) {
  const auto tensors = tensors_by_component(ruling);
  const std::vector<std::size_t> drawn = pictured(ruling);
  std::string out;
  for (std::size_t c = 0; c < ruling.components.size(); ++c) {
    const component_ruling& component = ruling.components[c];
    const bool found = is_finding(component.ruling);
    if (!found && component.operations.empty() && component.explanations.empty()) continue;
    out += component_heading(component) + "\n";
    if (found || !component.operations.empty()) out += operation_table(component);
    if (found) out += change_picture(ruling, c, tensors[c]);
    if (std::find(drawn.begin(), drawn.end(), c) != drawn.end()) out += spectrum_picture(ruling, c);
    if (found) out += direction_text(component);
    out += possible_text(component);
  }
  if (out.empty())
    out = element("p", "Nothing was found, so there is no change to describe.") + "\n";
  return page_section("changes", "What the change looks like, and who came first", out);
}

} // namespace weightkin::detail
