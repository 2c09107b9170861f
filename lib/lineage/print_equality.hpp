#pragma once

#include <weightkin/fingerprint/fingerprint.hpp>
#include <weightkin/lineage/comparison.hpp>

namespace weightkin {

/// Whether two fingerprints show that all elements of their tensors are equal, if need be after
/// rounding the finer dtype to the coarser, and by what.
struct print_equality {
  equality_basis basis = equality_basis::unknown;
  bool rounded = false; ///< the cast lost bits
};

/// Checksums alone may meet by accident (2^-31) and can be made to meet, so nothing else may
/// contradict them: counts, extremes and, of larger tensors, the sketch. Where neither extremes nor
/// sketch are known, they do not count. \pre equal element counts.
[[nodiscard]] print_equality equality_of(const tensor_print& a, const tensor_print& b);

/// True when minimum, maximum and moments were not left out.
[[nodiscard]] bool has_sums(const tensor_print& print) noexcept;

} // namespace weightkin
