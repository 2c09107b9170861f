#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// A part of a two-dimensional array.
struct rectangle {
  std::uint64_t row = 0;
  std::uint64_t column = 0;
  std::size_t rows = 0;
  std::size_t columns = 0;

  [[nodiscard]] std::size_t size() const noexcept { return rows * columns; }
};

/// Codes, zero points, scales or factors as an array of rows and columns, however they are packed.
/// Immutable; concurrent reads are safe. Grids borrow the stored tensors they read.
class value_grid {
public:
  value_grid() = default;
  value_grid(const value_grid&) = delete;
  value_grid& operator=(const value_grid&) = delete;
  virtual ~value_grid() = default;

  /// The values of `part`, row after row. \pre `part` lies in the grid; out.size() == part.size()
  [[nodiscard]] virtual result<void> read(const rectangle& part, std::span<float> out) const = 0;
};

/// Elements as they are stored, `columns` to a row.
[[nodiscard]] std::unique_ptr<const value_grid> stored_grid(const stored_tensor& elements,
                                                            std::uint64_t columns);

/// Elements of any source of f32, `columns` to a row.
[[nodiscard]] std::unique_ptr<const value_grid>
source_grid(std::shared_ptr<const element_source> elements, std::uint64_t columns);

/// The same value everywhere.
[[nodiscard]] std::unique_ptr<const value_grid> constant_grid(float value);

/// Rows become columns.
[[nodiscard]] std::unique_ptr<const value_grid>
transposed_grid(std::unique_ptr<const value_grid> grid);

/// Codes become the values a table has for them. \pre the table is as long as codes can be large
[[nodiscard]] std::unique_ptr<const value_grid> mapped_grid(std::unique_ptr<const value_grid> codes,
                                                            std::vector<float> table);

/// As `mapped_grid`, with the table stored beside the codes.
[[nodiscard]] std::unique_ptr<const value_grid> mapped_grid(std::unique_ptr<const value_grid> codes,
                                                            const stored_tensor& table);

/// Bytes that are exponents: 2^(byte - 127), `columns` to a row. Also takes them as E8M0 floats.
[[nodiscard]] std::unique_ptr<const value_grid> exponent_grid(const stored_tensor& bytes,
                                                              std::uint64_t columns);

/// The sixteen values of a 4-bit float of two exponent bits and one fraction bit, by code.
[[nodiscard]] std::vector<float> e2m1_table();

} // namespace weightkin
