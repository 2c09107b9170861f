#include <cmath>

#include "report/findings.hpp"
#include "report/html/html_sections.hpp"
#include "report/html/html_text.hpp"
#include "report/html/plain_words.hpp"
#include "report/safe_text.hpp"
#include "report/text_numbers.hpp"

namespace weightkin::detail {
namespace {

std::string prose_list(const std::vector<std::string>& lines) {
  html_list rows;
  for (const std::string& line : lines)
    rows.add(html_sentence(line));
  return rows.rendered();
}

constexpr const char* assumptions = R"(<h3>What is assumed</h3>
<ul>
<li>Independent training from a random start does not know the number of a hidden unit or a dimension: between
unrelated models every pairing of units is equally likely. The test counts how much better the actual pairing
fits than pairings drawn at random. Nothing is assumed about how weights are distributed.</li>
<li>Whatever two models share by recipe, data or architecture alone (loud rows, common means, scales) is part of
what is given, and is no evidence.</li>
<li>What each tensor is was read correctly from names and shapes. Role and use of each stand in the tensor table;
a component map can correct them.</li>
<li>File names were chosen by whoever ran the comparison and prove nothing. That each file is the
model it is said to be was not checked.</li>
</ul>
)";

constexpr const char* controls = R"(<h3>Controls</h3>
<p>Beside every number stands what unrelated models of these shapes and distributions would show, calculated from
these two files: effect 0, z 0
with standard deviation 1, and for cosine, relative L2 and equal bits the values in the columns "if unrelated" and
"by chance". This page holds no run against a third model. To have one, compare the subject with a model of the same
kind that is known to be unrelated (nothing should be found), and with a known descendant (something should).</p>
)";

std::string power_row(const component_ruling& component) {
  const bool tested = component.evidence.null != null_kind::none;
  const auto if_tested = [&](std::string text) { return tested ? std::move(text) : "-"; };
  const auto number = [](const std::string& text) { return element("td", text, "class=\"n\""); };
  return element("tr", element("th", html_name(component.id), "scope=\"row\"") +
                           number(if_tested(fixed(component.minimum_detectable, 3))) +
                           number(magnitude(component.parameters_compared)) +
                           number(magnitude(component.parameters_descriptive)) +
                           number(magnitude(component.parameters_excluded)) +
                           number(magnitude(component.parameters_unmatched)) +
                           number(grouped(component.groups)) +
                           number(if_tested(grouped(component.evidence.units)))) +
         "\n";
}

std::string power_table(const comparison& ruling) {
  std::string head;
  for (const char* title : {"Component", "Smallest effect that would show half the time",
                            "Parameters that may be evidence", "only described", "excluded",
                            "without counterpart", "Independent groups of units", "Units"})
    head += element("th", title, "scope=\"col\"");
  std::string rows;
  for (const component_ruling& component : ruling.components)
    rows += power_row(component);
  return element("h3", "Power: what could have been found") + "\n" +
         element("p",
                 "An effect of the size in the first column would have been found every second "
                 "time, a clearly larger one nearly always, a smaller one rarely. Where nothing "
                 "was found, this is all that can be said.") +
         "\n" +
         scrolling(element("table", element("caption", "Power and coverage") +
                                        element("thead", element("tr", head)) +
                                        element("tbody", rows)),
                   "Power and coverage");
}

/// "5" for 5, "4.5" for 4.5.
std::string power_text(double power) {
  return power == std::floor(power) ? fixed(power, 0) : fixed(power, 1);
}

std::string rule_text(const comparison& ruling) {
  const ruling_options& options = ruling.options;
  html_list rows;
  rows.add("A component is a statistical finding only when chance alone would do as much in less "
           "than one of 10^" +
           power_text(-options.log10_alpha) +
           " comparisons (all components together), and the effect is at least " +
           fixed(options.effect_floor, 3) +
           ": smaller ones occur between models that share nothing.");
  rows.add("Units whose order had to be searched must share more than " +
           fixed(options.searched_floor, 3) + ".");
  rows.add("\"Derived\" means that at least " + xml_text(percent(options.derived_share)) +
           " of the variation is common, or that at least half of the parameters are equal bit for "
           "bit. It is a statement of how much, not of who.");
  rows.add("Over the whole model: " + html_prose(rule_of(ruling)) + ".");
  return element("h3", "How the verdicts were reached") + "\n" + rows.rendered() + "\n";
}

} // namespace

std::string method_section(const comparison& ruling) {
  std::string out = rule_text(ruling) + assumptions;
  if (!ruling.components.empty()) out += power_table(ruling);
  if (!ruling.searched.empty())
    out += element("h3", "Rearrangements that were looked for") + "\n" +
           element("p", "What the search measured; what came of it in each component stands under "
                        "<a href=\"#parts\">Which parts correspond</a>.") +
           "\n" + prose_list(ruling.searched) + "\n";
  if (!ruling.limits.empty())
    out +=
        element("h3", "What this comparison cannot see") + "\n" + prose_list(ruling.limits) + "\n";
  return page_section("method", "Method, power and limits", out + controls);
}

} // namespace weightkin::detail
