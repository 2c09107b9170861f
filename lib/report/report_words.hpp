#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/inventory/inventory.hpp>
#include <weightkin/lineage/comparison.hpp>

/// Wordings and summaries that the text and the picture share.
namespace weightkin::detail {

/// The verdict's name, with the kind of change behind it where one is known:
/// "derived (fine_tuned)".
[[nodiscard]] std::string ruling_words(verdict ruling, change_kind change);

/// "strongest finding derived" or the name of a verdict without a finding: a model with one
/// identical part is not an identical model.
[[nodiscard]] std::string overall_words(const comparison& ruling);

/// How many units there are and have a counterpart; of a stored result as it tells.
[[nodiscard]] unit_counts counts_of(const unit_correspondence& units);

/// An identity that rests on 64-bit checksums of some tensors is no accident, but no proof either.
[[nodiscard]] bool rests_on_checksums(const comparison& ruling, std::size_t component) noexcept;

/// An operation that was read off an exact pattern and not weighed against others.
[[nodiscard]] bool is_exact_pattern(const operation_finding& finding) noexcept;

/// Whether the share of the reference's component that has a counterpart is known and worth saying:
/// between strangers it says only what was compared.
[[nodiscard]] bool shows_cover(const component_ruling& component) noexcept;
/// That share. \pre shows_cover
[[nodiscard]] double share_of(const reference_cover& cover) noexcept;

/// log10 of the p-value of all tests by index, corrected for the number of components; NaN where
/// there was none, whatever the field holds then.
[[nodiscard]] double corrected_log10_p(const component_ruling& component) noexcept;

/// Why a tensor carries no verdict, for people: "one value per unit: norm gains, biases".
[[nodiscard]] std::string_view meaning_of(exclusion why) noexcept;

/// The norm gains of one component, which never convict, as medians over the pairs: the place where
/// a cosine of 0.99 means nothing.
struct gain_summary {
  std::size_t tensors = 0;
  double cosine = 0; ///< NaN when there are none
  double cosine_if_unrelated = 0;
  double pearson = 0;
};
[[nodiscard]] gain_summary gains_of(const comparison& ruling, std::size_t component);

} // namespace weightkin::detail
