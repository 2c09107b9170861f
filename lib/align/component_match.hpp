#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <weightkin/align/alignment.hpp>

namespace weightkin {

/// True when two shapes agree once axes of length 1 are dropped.
[[nodiscard]] bool same_extent(std::span<const std::uint64_t> a,
                               std::span<const std::uint64_t> b) noexcept;

/// For each subject component the reference component it corresponds to: the one-to-one assignment
/// that maximises the parameters which could be matched by slot and shape (or, more weakly, by role
/// and shape). Component kinds break ties only, so a bare tower file finds its tower inside a
/// larger model.
[[nodiscard]] std::vector<std::optional<std::size_t>> match_components(const model_ref& subject,
                                                                       const model_ref& reference);

} // namespace weightkin
