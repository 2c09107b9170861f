#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// The elements of one tensor that lie in several runs, one after the other in C order (chunks of a
/// file, ranges of shards). Keeps the stored type.
/// \param runs at least one; all of one type whose elements fill whole bytes
[[nodiscard]] std::shared_ptr<const element_source>
join_elements(const std::vector<stored_tensor>& runs);

} // namespace weightkin
