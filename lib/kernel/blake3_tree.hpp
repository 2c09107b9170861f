#pragma once

#include <cstddef>
#include <cstdint>

#include <weightkin/core/digest.hpp>

#include "kernel/blake3_kernels.hpp"

namespace weightkin::detail {

/// The chaining value of a complete subtree over `chunks` whole chunks, a power of two, numbered
/// from `counter`, a multiple of `chunks`. The same for every kernel and number of threads.
[[nodiscard]] words8 blake3_subtree(const blake3_kernel& kernel, const std::byte* bytes,
                                    std::size_t chunks, std::uint64_t counter, unsigned threads);

/// The hash of everything under `top`.
[[nodiscard]] digest blake3_root(const blake3_node& top) noexcept;

} // namespace weightkin::detail
