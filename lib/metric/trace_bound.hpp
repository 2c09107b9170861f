#pragma once

#include <cstddef>

namespace weightkin {

/// An upper bound of log10 P(the trace of U reaches `trace`) for U uniformly distributed among the
/// orthogonal n x n matrices, or among n x m ones with orthonormal rows (trace along one chosen
/// pairing of rows with columns): exp(-trace^2 / 2), which follows from E (tr U)^2k <= (2k - 1)!!.
/// 0 when `trace` is not positive; never above 0.
[[nodiscard]] double log10_trace_bound(double trace) noexcept;

/// log10 of the number of ways to pair each of n rows with another of m >= n columns, with a sign
/// each: what a search over signed permutations has to pay for.
[[nodiscard]] double log10_signed_pairings(std::size_t n, std::size_t m) noexcept;

/// The bound for the best of all signed pairings: `trace` = sum over rows of sign * entry.
/// 0 when the union of all of them could reach it.
[[nodiscard]] double log10_best_pairing_bound(double trace, std::size_t n, std::size_t m) noexcept;

/// The same for C = U^T X with U uniformly distributed among the n x n rotations and any fixed X:
/// an upper bound of log10 P(the sum of chosen entries of C, one a row, reaches `trace`) is
/// -(n - 2) trace^2 / (8 |C|^2) / ln 10, since that sum changes by at most |C| per unit of U
/// (concentration on the rotation group). Weaker than `log10_trace_bound`, but needs no polar
/// factor. \param norm |C|, Frobenius. 0 when there is nothing to tell.
[[nodiscard]] double log10_turned_trace_bound(double trace, double norm, std::size_t n) noexcept;

} // namespace weightkin
