#pragma once

#include <cstdint>
#include <string_view>

namespace weightkin {

/// What can be said of a component against one named reference. The numbers are shared with the C
/// API and never change. There is no "made from scratch": a test can fail to find descent, not
/// exclude it.
enum class verdict : std::int32_t {
  identical = 1,            ///< every compared element has the reference's bits
  identical_after_cast = 2, ///< one side is the other rounded to its dtype
  reencoded = 3, ///< the subject's values are the reference's on a coarser grid (quantised)
  derived =
      4, ///< nearly all of the component's variance is the reference's (kind says how it changed)
  related = 5, ///< dependent; parent, sibling and shared random initialisation are not told apart
  no_shared_initialisation_found =
      6, ///< against this reference, under the searched transformations, at the stated power
  undetermined = 7,   ///< the evidence does not decide; the reason is given
  not_comparable = 8, ///< no tensor of the component has a counterpart
  non_evidential = 9, ///< nothing in it can speak about descent
};
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(verdict ruling) noexcept;

/// True for the five verdicts that report a finding.
[[nodiscard]] constexpr bool is_finding(verdict ruling) noexcept {
  return ruling >= verdict::identical && ruling <= verdict::related;
}

/// How a derived component was changed, where the residual shows it.
enum class change_kind : std::int32_t {
  none = 0,
  fine_tuned = 1,    ///< structured change spread over the tensors
  partly_frozen = 2, ///< some tensors kept bit for bit, others changed
  noised = 3,        ///< residual is white and unrelated to the weights
  rescaled = 4,      ///< a common factor explains the difference
  unspecified = 5,
  rearranged = 6, ///< the same values in another order, number of layers or basis
};
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(change_kind kind) noexcept;

} // namespace weightkin
