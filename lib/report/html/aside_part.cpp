#include <algorithm>
#include <span>

#include "report/html/html_sections.hpp"
#include "report/html/html_text.hpp"
#include "report/report_words.hpp"
#include "report/safe_text.hpp"
#include "report/set_aside.hpp"
#include "report/text_numbers.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t rows_shown = 500;

std::string examples(const set_aside_group& group) {
  std::string out;
  for (const std::string& name : group.names)
    out += (out.empty() ? "" : "<br>") + html_name(name);
  if (group.tensors > group.names.size()) out += "<br>...";
  return out;
}

/// Why tensors of a group carry no verdict.
std::string aside_reason(const set_aside_group& group) {
  std::string out = group.use == evidence_use::descriptive ? "Only described: " : "Excluded: ";
  out += meaning_of(group.why);
  for (const std::string& detail : group.details)
    out += "; " + html_prose(detail);
  return out;
}

std::string alone_reason(const set_aside_group& group) {
  return (group.of == side::subject ? "Of the subject: " : "Of the reference: ") +
         html_prose(group.reason);
}

std::string group_row(const set_aside_group& group, const std::string& reason) {
  return element("tr", element("th", html_name(group.component), "scope=\"row\"") +
                           element("td", reason) +
                           element("td", grouped(group.tensors), "class=\"n\"") +
                           element("td", magnitude(group.parameters), "class=\"n\"") +
                           element("td", examples(group), "class=\"names\"")) +
         "\n";
}

std::string group_table(const char* title, const std::vector<set_aside_group>& groups,
                        std::string (*reason)(const set_aside_group&)) {
  std::string head;
  for (const char* column : {"Component", "Reason", "Tensors", "Parameters", "For example"})
    head += element("th", column, "scope=\"col\"");
  std::string rows;
  for (const set_aside_group& group : std::span(groups).first(std::min(groups.size(), rows_shown)))
    rows += group_row(group, reason(group));
  std::string out =
      scrolling(element("table", element("caption", title) + element("thead", element("tr", head)) +
                                     element("tbody", rows)),
                title);
  if (groups.size() > rows_shown)
    out += element("p", "The first " + std::to_string(rows_shown) + " of " +
                            counted(groups.size(), "group") + " are listed.");
  return out;
}

} // namespace

std::string aside_section(const comparison& ruling) {
  const auto aside = set_aside_groups(ruling);
  const auto alone = unmatched_groups(ruling);
  std::string out;
  out += aside.empty()
             ? element("p", "Every pair of tensors that was compared may carry a verdict.")
             : group_table("Compared, but not evidence: such tensors look alike in unrelated "
                           "models too, or are no weights",
                           aside, aside_reason);
  out += alone.empty() ? element("p", "Every tensor has a counterpart.")
                       : group_table("Without a counterpart: not compared with anything", alone,
                                     alone_reason);
  return page_section("aside", "What was set aside, and why", out + "\n");
}

} // namespace weightkin::detail
