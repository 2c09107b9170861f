#include "report/html/plain_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "report/html/html_text.hpp"
#include "report/safe_text.hpp"

namespace weightkin::detail {
namespace {

std::string_view change_words(change_kind change) {
  switch (change) {
  case change_kind::fine_tuned: return "looks fine-tuned";
  case change_kind::partly_frozen: return "partly frozen";
  case change_kind::noised: return "noise added";
  case change_kind::rescaled: return "rescaled";
  case change_kind::rearranged: return "rearranged";
  case change_kind::none:
  case change_kind::unspecified: break;
  }
  return "";
}

std::string_view change_meaning(change_kind change) {
  switch (change) {
  case change_kind::fine_tuned:
    return "; the difference looks like what further training leaves (mixing in another model can "
           "look "
           "so, too)";
  case change_kind::partly_frozen: return "; some tensors are equal bit for bit, others changed";
  case change_kind::noised: return "; the difference is noise without structure";
  case change_kind::rescaled: return "; a common factor explains the difference";
  case change_kind::rearranged: return "; parts stand in another order, number or basis";
  case change_kind::none:
  case change_kind::unspecified: break;
  }
  return "";
}

std::string_view sign_of(verdict ruling) {
  if (ruling == verdict::related) return "&#9680;"; // half a disc
  if (is_finding(ruling)) return "&#9679;";         // disc
  return ruling == verdict::no_shared_initialisation_found ? "&#9675;" : "?";
}

} // namespace

std::string spaced(std::string_view name) {
  std::string out(name);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::string verdict_title(verdict ruling, change_kind change) {
  std::string out = capital(spaced(name_of(ruling)));
  if (ruling == verdict::derived) out = "Nearly all in common"; // "derived" sounds like a direction
  if (ruling == verdict::reencoded) out = "Re-encoded (quantised)";
  if (ruling == verdict::non_evidential) out = "Nothing that could be evidence";
  const std::string_view more = change_words(change);
  if (!more.empty()) out += " (" + std::string(more) + ")";
  return out;
}

std::string verdict_meaning(verdict ruling, change_kind change) {
  const std::string how(change_meaning(change));
  switch (ruling) {
  case verdict::identical: return "The same weights, bit for bit" + how + ".";
  case verdict::identical_after_cast:
    return "The same weights: one side is the other rounded to its number type" + how + ".";
  case verdict::reencoded:
    return "The same weights, which one side holds on a coarser grid" + how + ".";
  case verdict::derived:
    return "Nearly all of it is common with the reference" + how +
           ". Programs call this \"derived\", which states how much is shared, not who came first.";
  case verdict::related:
    return "Both share what unrelated models do not have" + how +
           ". Likeness alone does not tell parent, child, sibling and a common random start "
           "apart.";
  case verdict::no_shared_initialisation_found:
    return "Nothing in common was found with this reference, down to the effect stated.";
  case verdict::undetermined: return "The evidence does not decide.";
  case verdict::not_comparable: return "Nothing of it has a counterpart in the reference.";
  case verdict::non_evidential:
    return "What corresponds is of a kind that says nothing about descent.";
  }
  return "";
}

std::string_view verdict_class(verdict ruling) noexcept {
  if (ruling == verdict::related) return "related";
  if (is_finding(ruling)) return "found";
  return ruling == verdict::no_shared_initialisation_found ? "none" : "open";
}

std::string verdict_badge(verdict ruling, change_kind change) {
  const std::string sign = element("span", sign_of(ruling), "class=\"sign\" aria-hidden=\"true\"");
  return element("span", sign + " " + verdict_title(ruling, change),
                 "class=\"badge v-" + std::string(verdict_class(ruling)) + "\"");
}

std::string role_title(tensor_role role) {
  constexpr std::array<std::pair<tensor_role, const char*>, 8> special{
      {{tensor_role::unknown, "other"},
       {tensor_role::mlp_gate, "MLP gate"},
       {tensor_role::mlp_up, "MLP up"},
       {tensor_role::mlp_down, "MLP down"},
       {tensor_role::mlp_gate_up, "MLP gate+up"},
       {tensor_role::norm, "norm gains"},
       {tensor_role::batch_norm_statistic, "running statistics"},
       {tensor_role::attention_o, "attention out"}}};
  for (const auto& [which, title] : special)
    if (which == role) return title;
  return spaced(name_of(role));
}

std::string operation_words(operation_kind kind) {
  if (kind == operation_kind::fine_tuned) return "fine-tuned";
  if (kind == operation_kind::continued) return "continued training";
  return spaced(name_of(kind));
}

std::string made_from_text(const component_ruling& component, std::string_view later,
                           std::string_view earlier) {
  const bool equal = component.ruling == verdict::identical_after_cast;
  return "the " + std::string(later) + "'s values were made from values " +
         (equal ? "equal to the " : "like the ") + std::string(earlier) + "'s: those of the " +
         std::string(earlier) + " itself, or of " +
         (equal ? "an equal copy" : "an equal or close copy");
}

bool tested(const component_ruling& component) noexcept {
  return component.evidence.null != null_kind::none;
}

bool is_mixture(const component_ruling& component) noexcept {
  return std::any_of(
      component.operations.begin(), component.operations.end(),
      [](const operation_finding& finding) { return finding.kind == operation_kind::merged; });
}

std::string number_title(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, const char*>, 12> known{
      {{"rank", "rank of the change"},
       {"relative_size", "size of the change, relative to the weights"},
       {"common_variance", "share of the variance in common"},
       {"bits", "bits per weight"},
       {"block", "weights per block of the grid"},
       {"within_one_step_share", "share of weights within one step of the grid"},
       {"nearest_level_share", "share of weights on the nearest level"},
       {"density", "share of weights that are not zero"},
       {"scale", "common factor"},
       {"removed_share", "share of the direction that was removed"},
       {"strongest_z", "strongest direction of the change, in standard deviations"},
       {"unexplained", "share of the change left unexplained"}}};
  for (const auto& [which, title] : known)
    if (which == name) return title;
  if (name.substr(0, 7) == "weight.") return "weight of parent " + printable(name.substr(7));
  return spaced(printable(name));
}

} // namespace weightkin::detail
