#pragma once

#include <string>
#include <string_view>

#include <weightkin/lineage/comparison.hpp>

/// What names of verdicts, roles and numbers mean, for those who have never seen them.
namespace weightkin::detail {

/// "Nearly all in common (looks fine-tuned)".
[[nodiscard]] std::string verdict_title(verdict ruling, change_kind change);

/// What the verdict says, in one sentence.
[[nodiscard]] std::string verdict_meaning(verdict ruling, change_kind change);

/// The page's class of a verdict: found, related, none or open.
[[nodiscard]] std::string_view verdict_class(verdict ruling) noexcept;

/// The verdict as a badge: a sign that needs no colour, and its title. HTML.
[[nodiscard]] std::string verdict_badge(verdict ruling, change_kind change);

/// "attention q", "MLP down".
[[nodiscard]] std::string role_title(tensor_role role);

/// "low rank merged".
[[nodiscard]] std::string operation_words(operation_kind kind);

/// Where a direction is proven: what `later` ("subject" or "reference") was made from. No more than
/// containment shows: equal values may as well come from an equal copy.
[[nodiscard]] std::string made_from_text(const component_ruling& component, std::string_view later,
                                         std::string_view earlier);

/// True where a permutation test spoke about the component.
[[nodiscard]] bool tested(const component_ruling& component) noexcept;

/// True where an operation says that several models were mixed.
[[nodiscard]] bool is_mixture(const component_ruling& component) noexcept;

/// "relative size of the change" for `relative_size`; of unknown numbers their name in words.
[[nodiscard]] std::string number_title(std::string_view name);

/// "vision encoder" for vision_encoder: underscores become blanks.
[[nodiscard]] std::string spaced(std::string_view name);

} // namespace weightkin::detail
