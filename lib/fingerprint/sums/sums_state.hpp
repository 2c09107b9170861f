#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "fingerprint/sums/print_rows.hpp"
#include "fingerprint/sums/print_units.hpp"
#include "fingerprint/sums/tensor_sums.hpp"
#include "kernel/print_ops.hpp"

namespace weightkin::detail {

/// A tensor's shape as sums see it: real numbers, seen as a matrix where section 2.4 says so.
struct sums_shape {
  explicit sums_shape(const tensor_declaration& tensor);

  std::vector<std::uint64_t> extents;
  std::uint64_t elements = 1;
  std::uint64_t rows = 0;    ///< 0: no row sums
  std::uint64_t columns = 0; ///< 0 likewise
};

/// What was added; exists once something was.
struct sums_content {
  sums_content(const sums_shape& shape, const unit_map& map, const print_hashes& hashes,
               const print_ops& ops)
      : rows(static_cast<std::size_t>(shape.rows)), units(map) {
    if (shape.rows == 0 || shape.columns > most_kept_columns) return;
    column_hashes.resize((static_cast<std::size_t>(shape.columns) + print_block - 1) / print_block);
    ops.hash(hashes.columns, 0, column_hashes.size(), column_hashes.data());
  }

  /// Of wider rows hashes are made when they are needed, rather than kept.
  static constexpr std::uint64_t most_kept_columns = 16384;

  print_totals totals;
  print_rows rows;
  print_units units;
  std::vector<std::uint64_t> column_hashes; ///< of all blocks of columns; empty: not kept
};

struct tensor_sums::state {
  state(const tensor_declaration& declared, std::uint64_t seed, const unit_axis* axis,
        const print_ops& with);

  [[nodiscard]] sums_content& touch();
  /// Units that are summed by themselves; without any where the rows' sums are the units' too.
  [[nodiscard]] unit_map summed_units() const { return units_are_rows() ? unit_map() : map; }
  [[nodiscard]] bool units_are_rows() const noexcept { return map.are_rows() && shape.rows != 0; }

  tensor_declaration tensor;
  sums_shape shape;
  unit_map map;
  print_hashes hashes;
  const print_ops* ops;
  std::unique_ptr<sums_content> content;
};

} // namespace weightkin::detail
