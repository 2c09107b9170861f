#include <algorithm>
#include <map>

#include <weightkin/report/decision_report.hpp>
#include <weightkin/version.hpp>

#include "safe_text.hpp"
#include "text_numbers.hpp"
#include "text_table.hpp"

namespace weightkin {
namespace {

using detail::text_style;
using detail::wrapped;

text_style style_of(outcome result) {
  if (result == outcome::fail) return text_style::finding;
  return result == outcome::pass ? text_style::clear : text_style::strong;
}

std::string input_line(const decision_input& input) {
  std::string line = std::string(name_of(input.result)) + ": ";
  if (!input.component.empty())
    line += printable(input.component) + " (" + detail::percent(input.share) +
            "): " + std::string(name_of(input.ruling)) + " against ";
  line += printable(input.reference);
  if (!input.licence.empty()) line += " [" + printable(input.licence) + "]";
  if (!input.note.empty()) line += line.ends_with(": ") ? input.note : "; " + input.note;
  return line;
}

bool is_silent(const decision_input& input) {
  return !input.component.empty() &&
         (input.ruling == verdict::undetermined || input.ruling == verdict::not_comparable ||
          input.ruling == verdict::non_evidential);
}

/// Inputs that do not pass, one by one; those that pass only by their number, and silence for
/// itself: it passes by the policy's word, not by the evidence's.
std::string inputs_text(const rule_decision& rule, const text_options& options) {
  std::string out;
  std::size_t passed = 0;
  std::map<verdict, std::size_t> silent;
  for (const decision_input& input : rule.inputs) {
    if (input.result == outcome::pass && !is_finding(input.ruling)) {
      ++(is_silent(input) ? silent[input.ruling] : passed);
      continue;
    }
    out += "    - " + wrapped(input_line(input), options.width - 6, 6);
  }
  if (passed > 0)
    out += "    - pass: " + detail::counted(passed, "input") + " with nothing to say against it\n";
  for (const auto& [ruling, count] : silent)
    out += "    - pass: " + detail::counted(count, "input") + ", " + std::string(name_of(ruling)) +
           "; the evidence is silent\n";
  return out;
}

std::string rule_text(const rule_decision& rule, const text_options& options) {
  const std::string head = "  [" + std::string(name_of(rule.result)) + "] " + printable(rule.id);
  std::string out = detail::styled(head, style_of(rule.result), options.colour) + "  " +
                    std::string(name_of(rule.kind)) + ", from " +
                    std::string(name_of(rule.at_least)) + "; " + printable(rule.reason) + "\n";
  if (!rule.description.empty())
    out += "    " + wrapped(printable(rule.description), options.width - 4, 4);
  out += inputs_text(rule, options);
  if (!rule.cannot_show.empty())
    out += "    - " +
           wrapped("weights cannot show: " + printable(rule.cannot_show), options.width - 6, 6);
  return out;
}

std::string joined_names(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names)
    out += (out.empty() ? "" : ", ") + printable(name);
  return out.empty() ? "none" : out;
}

} // namespace

std::string decision_to_text(const decision& made, const text_options& wanted) {
  text_options options = wanted;
  options.width = std::max<std::size_t>(options.width, 40);
  std::string out = "weightkin " WEIGHTKIN_VERSION ": what a policy makes of the evidence\n";
  out += "policy     " + printable(made.policy_name) + "\n";
  if (!made.policy_description.empty())
    out += "           " + wrapped(printable(made.policy_description), options.width - 11, 11);
  out +=
      "subject    " + printable(made.subject.name.empty() ? "(unnamed)" : made.subject.name) + "\n";
  out += "references " + wrapped(joined_names(made.references), options.width - 11, 11);
  out += "claims     " +
         wrapped("base_model: " + joined_names(made.claims.base_models), options.width - 11, 11);
  out += "\n";
  out += detail::styled("Outcome: " + std::string(name_of(made.result)), style_of(made.result),
                        options.colour) +
         (made.comparable ? "\n\n" : " (nothing was comparable)\n\n");
  for (const rule_decision& rule : made.rules)
    out += rule_text(rule, options);
  if (made.limits.empty()) return out;
  out += "\nLimits\n";
  for (const std::string& limit : made.limits)
    out += "  - " + wrapped(printable(limit), options.width - 4, 4);
  return out;
}

} // namespace weightkin
