#pragma once

#include <optional>
#include <string>
#include <vector>

#include <weightkin/lineage/compare.hpp>
#include <weightkin/lineage/comparison.hpp>

namespace weightkin {

struct bit_census;

/// Each fills `sentence` (the evidence, with the value expected of unrelated models beside it) and
/// `explanations` (what remains possible) for one kind of ruling. Numbers only from the ruling
/// itself.
void explain_identity(component_ruling& ruling, const bit_census& bits);
void explain_dependence(component_ruling& ruling, const ruling_options& options);
void explain_rearranged_copy(component_ruling& ruling);
void explain_searched(component_ruling& ruling, const ruling_options& options);
void explain_isolated_copies(component_ruling& ruling, const bit_census& bits);
void explain_adapter(component_ruling& ruling);
void explain_low_power(component_ruling& ruling);
void explain_hint(component_ruling& ruling, const ruling_options& options);
void explain_silence(component_ruling& ruling, bool below_floor, const ruling_options& options);
void explain_nothing_compared(component_ruling& ruling);

/// Adds that tensors outside the evidence have equal bits, where there are any and nothing was
/// found.
void mention_equal_bits(component_ruling& ruling, const bit_census& bits);

/// What was looked for where weights do not lie on each other as they are stored. \pre not
/// automatic.
[[nodiscard]] std::string search_text(search_depth depth);

/// Where nothing was found: what a search at this depth leaves possible. \pre not automatic.
void mention_search(component_ruling& ruling, search_depth depth);
/// How far a component in which nothing was found was searched for rearrangements, as
/// `mention_search` noted it; nothing where its explanations do not tell.
[[nodiscard]] std::optional<search_depth> noted_search(const component_ruling& ruling);
/// True where the explanations leave open that both were trained apart from one random start.
[[nodiscard]] bool may_share_a_start(const component_ruling& ruling);
/// Takes back the possibilities that the direction found excludes.
void mention_direction(component_ruling& ruling);

/// What no comparison of weights can see; the same for every report.
[[nodiscard]] std::vector<std::string> general_limits(const ruling_options& options);

/// What no comparison of fingerprints can see.
[[nodiscard]] std::vector<std::string> fingerprint_limits(const ruling_options& options);

} // namespace weightkin
