#include "lineage/overall_rule.hpp"

#include <array>

#include "lineage/number_text.hpp"

namespace weightkin {
namespace {

std::uint64_t parameters_with(const comparison& answer, verdict ruling) {
  std::uint64_t parameters = 0;
  for (const component_ruling& part : answer.components)
    if (part.ruling == ruling) parameters += part.parameters;
  return parameters;
}

bool any_with(const comparison& answer, verdict ruling) {
  for (const component_ruling& part : answer.components)
    if (part.ruling == ruling) return true;
  return false;
}

verdict strongest(const comparison& answer) {
  constexpr std::array findings{verdict::identical, verdict::identical_after_cast,
                                verdict::reencoded, verdict::derived, verdict::related};
  for (const verdict finding : findings)
    if (any_with(answer, finding)) return finding;
  const bool silent = any_with(answer, verdict::no_shared_initialisation_found);
  if (any_with(answer, verdict::undetermined) &&
      (!silent || parameters_with(answer, verdict::undetermined) >
                      parameters_with(answer, verdict::no_shared_initialisation_found)))
    return verdict::undetermined;
  if (silent) return verdict::no_shared_initialisation_found;
  return any_with(answer, verdict::not_comparable) || answer.components.empty()
             ? verdict::not_comparable
             : verdict::non_evidential;
}

std::string part_text(const component_ruling& part) {
  std::string text = part.id + " (" + percent_text(part.share) + " of the parameters";
  if (part.parameters_unmatched > 0)
    text += ", " +
            percent_text(static_cast<double>(part.parameters_unmatched) /
                         static_cast<double>(part.parameters)) +
            " of them without a counterpart";
  return text + ") " + std::string(name_of(part.ruling));
}

std::string list_findings(const comparison& answer) {
  std::string text;
  for (const component_ruling& part : answer.components) {
    if (!is_finding(part.ruling)) continue;
    text += (text.empty() ? "" : ", ") + part_text(part);
  }
  return text;
}

} // namespace

void rule_overall(comparison& answer) {
  for (const component_ruling& part : answer.components)
    if (is_finding(part.ruling)) answer.parameters_found += part.parameters;
  answer.overall = strongest(answer);
  switch (answer.overall) {
  case verdict::no_shared_initialisation_found:
    answer.sentence = "no shared initialisation with the reference was found in any component that "
                      "could be tested";
    break;
  case verdict::undetermined: answer.sentence = "the evidence does not decide"; break;
  case verdict::not_comparable:
    answer.sentence = "nothing in the two models could be compared";
    break;
  case verdict::non_evidential:
    answer.sentence = "nothing that corresponds can speak about descent";
    break;
  default: answer.sentence = "found: " + list_findings(answer);
  }
}

} // namespace weightkin
