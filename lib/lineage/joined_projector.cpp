#include "lineage/joined_projector.hpp"

#include <algorithm>

namespace weightkin {

void abstain_on_joined_projectors(comparison& answer) {
  const bool kin_beside = std::any_of(
      answer.components.begin(), answer.components.end(), [](const component_ruling& part) {
        return part.kind != component_kind::projector && is_finding(part.ruling);
      });
  if (!kin_beside) return;
  for (component_ruling& part : answer.components) {
    if (part.kind != component_kind::projector || part.ruling != verdict::related) continue;
    part.ruling = verdict::undetermined;
    part.sentence += "; but it joins components that are kin themselves, whose dimensions two "
                     "projectors trained apart share as well";
  }
}

} // namespace weightkin
