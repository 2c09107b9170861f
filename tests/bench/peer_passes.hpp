#pragma once

#include <cstddef>

#include <weightkin/core/dtype.hpp>

namespace weightkin::bench {

/// What every contestant has to come up with; the rest of the pass's numbers follow the same way.
struct peer_sums {
  double a = 0, b = 0, aa = 0, bb = 0, ab = 0, abs_diff = 0, sq_diff = 0, max_abs_diff = 0;
};

/// Eigen on blocks that stay in the first cache level, f32 inside a block, f64 between blocks.
/// Compiled for the machine it runs on. bf16, f16 and f32.
peer_sums eigen_blocked(dtype type, const std::byte* a, const std::byte* b, std::size_t count);

/// OpenBLAS level 1 (dot, nrm2, asum, iamax) on the same blocks; 16-bit types are widened by
/// Eigen's conversion first, which BLAS has none for. One thread.
peer_sums openblas_blocked(dtype type, const std::byte* a, const std::byte* b, std::size_t count);

} // namespace weightkin::bench
