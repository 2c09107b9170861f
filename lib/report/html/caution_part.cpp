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

/// Which kinds of verdict the comparison has.
struct verdicts_seen {
  bool finding = false;
  bool equal = false;
  bool shared = false; ///< derived, related or reencoded
  bool nothing = false;
  bool undecided = false;
  bool silent = false; ///< not comparable, non-evidential
  bool absent = false; ///< the reference has no such component
  bool proven_direction = false;
  bool merged = false;
};

verdicts_seen verdicts_of(const comparison& ruling) {
  verdicts_seen seen;
  for (const component_ruling& component : ruling.components) {
    const verdict v = component.ruling;
    seen.finding |= is_finding(v);
    seen.equal |= v == verdict::identical || v == verdict::identical_after_cast;
    seen.shared |= v == verdict::derived || v == verdict::related || v == verdict::reencoded;
    seen.nothing |= v == verdict::no_shared_initialisation_found;
    seen.undecided |= v == verdict::undetermined;
    const bool silent = v == verdict::not_comparable || v == verdict::non_evidential;
    seen.silent |= silent && !component.reference_id.empty();
    seen.absent |= silent && component.reference_id.empty();
    seen.proven_direction |= component.direction.which != descent_direction::undetermined;
    seen.merged |= is_mixture(component);
  }
  return seen;
}

std::string share_text(const comparison& ruling) {
  if (ruling.subject.parameters == 0) return "a part";
  return percent(static_cast<double>(ruling.parameters_found) /
                 static_cast<double>(ruling.subject.parameters));
}

bool has_gains(const comparison& ruling) {
  for (std::size_t c = 0; c < ruling.components.size(); ++c)
    if (gains_of(ruling, c).tensors > 0) return true;
  return false;
}

std::string not_to_conclude(const comparison& ruling, const verdicts_seen& seen) {
  html_list rows;
  if (seen.finding && ruling.parameters_found < ruling.subject.parameters)
    rows.add("That the whole model is the reference's: the findings concern components that hold " +
             xml_text(share_text(ruling)) + " of its parameters, and only those.");
  if (seen.finding)
    rows.add("From a small p, that somebody copied: p says how rarely unrelated models would be as "
             "alike. It speaks only against unrelated models; it does not say who copied, or that "
             "anybody did, and it is not the probability that nobody did. A common start, a third "
             "model that both come from and a permitted use are not weighed in it.");
  if (seen.finding && !seen.proven_direction)
    rows.add("Who copied from whom: likeness has no direction. Dates, logs and earlier checkpoints "
             "have to say that.");
  if (seen.proven_direction)
    rows.add(
        "That the direction cannot have been faked: what was rounded off or set to 0 can be "
        "made up afterwards, on purpose, so that a copy looks like the original. The direction "
        "given is what training and conversion leave behind; against somebody who had a "
        "reason to turn it round, ask for earlier checkpoints as well.");
  if (seen.finding)
    rows.add("That the reference is the nearest relative or the origin: a model between the two, "
             "a common parent, or whoever else holds such values could look the same here. Compare "
             "with those as well.");
  if (seen.shared && !seen.merged)
    rows.add(
        "That the reference is the only parent: a mixture of several models depends on each of "
        "them, and this comparison knows only one. Compare with the other candidates, or with "
        "all of them together.");
  if (seen.nothing)
    rows.add("That a component without a finding was made from scratch. Nothing was found against "
             "this one reference, with the rearrangements searched, above the effect stated. A p "
             "of 0.1 or near 1 there is no finding, and no proof of independence.");
  if (seen.undecided)
    rows.add("Anything about a component that is undetermined, in either direction.");
  if (seen.silent)
    rows.add(
        "Anything about a component that could not be compared: different shapes prove neither "
        "descent nor independence.");
  if (seen.absent)
    rows.add("Anything about a component that the reference does not have: it was compared with "
             "nothing, and may come from anywhere.");
  if (has_gains(ruling))
    rows.add("Anything from cosines of norm gains near 0.99: unrelated models have them too.");
  rows.add("Anything about outputs: training on another model's answers (distillation) leaves no "
           "trace that weights could show.");
  rows.add("Anything about licences or intent. The page states what the weights share.");
  return rows.rendered();
}

std::string what_would_change(const verdicts_seen& seen) {
  html_list rows;
  if (seen.equal)
    rows.add("An identity would fall only if the files are not what they are said to be.");
  if (seen.shared)
    rows.add("A finding of likeness would not go away, but its reading could change: a third model "
             "that is nearer to both, a checkpoint from before the other model existed, or a "
             "documented common start.");
  if (seen.nothing)
    rows.add("A component without a finding could get one against another reference, under a "
             "rearrangement that was not searched, or from a larger sample (an effect below the "
             "smallest that would show half the time).");
  if (seen.undecided || seen.silent || seen.absent)
    rows.add(
        "An open component could be decided by a reference with the same shapes, by a component "
        "map that names its parts, or by the weights behind adapters and fingerprints.");
  rows.add(
      "A role that was read wrongly could change what is called evidence, and so the verdict of "
      "its component; values that are equal stay equal. See the column Use in the tensor table.");
  return rows.rendered();
}

} // namespace

std::string caution_section(const comparison& ruling) {
  const verdicts_seen seen = verdicts_of(ruling);
  return page_section("cautions", "What not to conclude",
                      element("p", "Do not conclude from this page:") + "\n" +
                          not_to_conclude(ruling, seen) + "\n" +
                          element("h3", "What would change the verdicts") + "\n" +
                          what_would_change(seen) + "\n");
}

} // namespace weightkin::detail
