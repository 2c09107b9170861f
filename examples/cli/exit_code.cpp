#include "exit_code.hpp"

#include <algorithm>
#include <array>

namespace weightkin::cli {
namespace {

/// Weakest first.
constexpr std::array findings{verdict::related, verdict::derived, verdict::reencoded,
                              verdict::identical_after_cast, verdict::identical};

} // namespace

int strength_of(verdict ruling) noexcept {
  const auto at = std::find(findings.begin(), findings.end(), ruling);
  return at == findings.end() ? 0 : static_cast<int>(at - findings.begin()) + 1;
}

std::optional<verdict> finding_named(std::string_view name) noexcept {
  for (const verdict ruling : findings)
    if (name_of(ruling) == name) return ruling;
  return std::nullopt;
}

std::size_t undetermined_of(const comparison& ruling) noexcept {
  return static_cast<std::size_t>(std::count_if(
      ruling.components.begin(), ruling.components.end(),
      [](const component_ruling& part) { return part.ruling == verdict::undetermined; }));
}

exit_code exit_code_of(const comparison& ruling, std::optional<verdict> fail_on) noexcept {
  int strongest = strength_of(ruling.overall);
  for (const component_ruling& component : ruling.components)
    strongest = std::max(strongest, strength_of(component.ruling));
  if (fail_on && strongest >= strength_of(*fail_on)) return exit_code::finding;
  // A gate asks of every component; one that is undetermined has not answered.
  if (fail_on && undetermined_of(ruling) > 0) return exit_code::undetermined;
  return exit_code_of(ruling.overall, std::nullopt);
}

exit_code exit_code_of(const scan_result& found, std::optional<verdict> fail_on) noexcept {
  const exit_code code = exit_code_of(found.overall, fail_on);
  if (!fail_on || code == exit_code::finding) return code;
  const bool open = std::ranges::any_of(found.candidates, [](const scan_candidate& each) {
    return each.compared && std::ranges::any_of(each.pair.components, [](const auto& part) {
             return part.ruling == verdict::undetermined;
           });
  });
  return open ? exit_code::undetermined : code;
}

exit_code exit_code_of(verdict overall, std::optional<verdict> fail_on) noexcept {
  if (fail_on && strength_of(overall) >= strength_of(*fail_on)) return exit_code::finding;
  switch (overall) {
  case verdict::undetermined: return exit_code::undetermined;
  case verdict::not_comparable:
  case verdict::non_evidential: return exit_code::not_comparable;
  default: return exit_code::finished;
  }
}

} // namespace weightkin::cli
