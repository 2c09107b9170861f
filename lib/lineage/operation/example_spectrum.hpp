#pragma once

#include <optional>
#include <span>

#include <weightkin/core/result.hpp>
#include <weightkin/lineage/change_spectrum.hpp>

#include "lineage/operation/operation_evidence.hpp"

namespace weightkin {

/// The spectrum of what changed in the largest matrix (the first of equal ones) that shows the
/// first operation whose mark a spectrum bears: a removed direction, a low-rank change, noise, or
/// training. Nothing without one. Changes that are of low rank only behind a factor for each row
/// are left out: their plain difference does not show it.
/// \param found what `type_operations` said of `pairs` and `seen`. *Close*. Reads one tensor again,
/// the sample that `panel_of` takes. \returns the medium's `io` error.
[[nodiscard]] result<std::optional<change_spectrum>>
example_spectrum(std::span<const aligned_pair> pairs, std::span<const operation_evidence> seen,
                 std::span<const operation_finding> found);

} // namespace weightkin
