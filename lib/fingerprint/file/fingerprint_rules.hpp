#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <weightkin/core/result.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>

namespace weightkin::detail {

/// What the parts of a fingerprint say against each other.
struct contradiction {
  fault why = fault::format;
  std::string what;
};

/// \param tensors, components how many the fingerprint has
[[nodiscard]] std::optional<contradiction> contradiction_in(const tensor_print& tensor,
                                                            const inventory_entry& entry,
                                                            std::size_t tensors,
                                                            std::size_t components);

/// What concerns the fingerprint as a whole; its tensors each for itself were looked at before.
[[nodiscard]] std::optional<contradiction> contradiction_among(const fingerprint& print);

/// The product of the extents; nothing when it overflows.
[[nodiscard]] std::optional<std::uint64_t> elements_of(const std::vector<std::uint64_t>& shape);

/// Fills in what follows from the entries: each one's tensor, the counts of components and of the
/// whole.
void count_up(inventory& contents);

} // namespace weightkin::detail
