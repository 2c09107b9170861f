#pragma once

#include <cstddef>
#include <cstdint>

#include "kernel/print_ops.hpp"

namespace weightkin::detail {

/// Moments of `count` <= 1024 values that are features number feature, feature + 1, ...: value i
/// adds to lane (feature + i) mod 16 with the sign that `columns` gives it (null: no signs).
/// \param ops what `add_piece` answered for these values; likewise below
[[nodiscard]] print_moments piece_moments(const print_ops& ops, const index_hash* columns,
                                          const float* values, std::size_t count,
                                          std::uint64_t feature);
[[nodiscard]] print_moments piece_moments(const print_ops& ops, const index_hash* columns,
                                          const double* values, std::size_t count,
                                          std::uint64_t feature);

/// The same with the hashes of the blocks of features from that of `feature` on, kept from before.
[[nodiscard]] print_moments hashed_moments(const print_ops& ops, const std::uint64_t* hashes,
                                           const float* values, std::size_t count,
                                           std::uint64_t feature);
[[nodiscard]] print_moments hashed_moments(const print_ops& ops, const std::uint64_t* hashes,
                                           const double* values, std::size_t count,
                                           std::uint64_t feature);

/// Adds whole rows, at most 1024 values in all, with 16 readable ones behind them. \returns what
/// the rows have in common, except features. \param hashes of the blocks of columns
[[nodiscard]] print_moments add_whole_rows(const print_ops& ops, const std::uint64_t* hashes,
                                           const float* values, std::size_t columns,
                                           std::size_t rows, print_row* to);
[[nodiscard]] print_moments add_whole_rows(const print_ops& ops, const std::uint64_t* hashes,
                                           const double* values, std::size_t columns,
                                           std::size_t rows, print_row* to);

} // namespace weightkin::detail
