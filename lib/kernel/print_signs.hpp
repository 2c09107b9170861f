#pragma once

#include <cstdint>

#include "kernel/print_ops.hpp"

namespace weightkin::detail {

/// Adds to `buckets` what the sketch of a tensor of `elements` ones is: the signs that fall into
/// each.
void add_signs(const print_ops& ops, const print_hashes& hashes, std::uint64_t elements,
               std::uint64_t* buckets);

} // namespace weightkin::detail
