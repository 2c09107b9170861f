#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/inventory/inventory.hpp>
#include <weightkin/lineage/comparison.hpp>

/// Tensors that carry no verdict, grouped by reason instead of listed one by one.
namespace weightkin::detail {

/// One tensor with its reason, as the grouping sees it.
struct set_aside_tensor {
  std::string_view name;
  std::string_view component;
  std::uint64_t parameters = 0;
  evidence_use use = evidence_use::excluded;
  exclusion why = exclusion::none;
  std::string_view detail;
};

/// Tensors set aside for one reason, or without a counterpart for one.
struct set_aside_group {
  std::string component; ///< as the comparison has it, not yet printable
  evidence_use use = evidence_use::excluded;
  exclusion why = exclusion::none;
  side of = side::subject; ///< whose, when without a counterpart
  std::string reason;      ///< why without a counterpart, not yet printable
  std::uint64_t tensors = 0;
  std::uint64_t parameters = 0;
  std::vector<std::string> names;   ///< the first few, printable
  std::vector<std::string> details; ///< distinct, the first few, printable
};

/// The pairs of a comparison that carry no verdict, in the order of `exclusion`.
[[nodiscard]] std::vector<set_aside_group> set_aside_groups(const comparison& ruling);

/// Tensors without a counterpart, the subject's first.
[[nodiscard]] std::vector<set_aside_group> unmatched_groups(const comparison& ruling);

/// A few lines per reason: how many tensors, how many parameters, the constructions found, the
/// first names. Reasons in the order of `exclusion`. Empty when there is nothing to say.
[[nodiscard]] std::string set_aside_text(std::span<const set_aside_tensor> tensors,
                                         std::size_t width);

/// The same for the pairs of a comparison.
[[nodiscard]] std::string set_aside_text(const comparison& ruling, std::size_t width);

/// Tensors without a counterpart, per side, component and reason.
[[nodiscard]] std::string unmatched_text(const comparison& ruling, std::size_t width);

} // namespace weightkin::detail
