#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <weightkin/fingerprint/fingerprint.hpp>

#include "lineage/geometry/squared_distances.hpp"

namespace weightkin {

/// The same tensor in several models: one print a member, null where a member lacks it.
using tensor_class = std::vector<const tensor_print*>;

/// True when the print can take part: it has a sketch that is not all zeros.
[[nodiscard]] bool can_be_placed(const tensor_print& print) noexcept;

/// Distances from the sketches of `classes`, a group a class (several, if `most_groups` are fewer).
/// Prints of other element counts than the class's first count as lacking. Cost: members^2 *
/// buckets multiplications a class.
/// \pre all fingerprints have one seed; every class has `members` entries.
[[nodiscard]] squared_distances sketch_distances(std::size_t members,
                                                 std::span<const tensor_class> classes,
                                                 std::size_t most_groups, unsigned threads);

} // namespace weightkin
