#pragma once

#include <cstdint>
#include <memory>

#include "reader/quantised/value_grid.hpp"

/// Small whole numbers packed into bytes and words, the ways quantisation tools do it.
namespace weightkin {

/// Every row is a stream of `bits` wide codes in whole 32-bit words, lowest bit first; a code may
/// straddle two words.
[[nodiscard]] std::unique_ptr<const value_grid>
bit_rows(const stored_tensor& words, std::uint64_t words_per_row, unsigned bits);

/// The same down every column: word k of a column is row k of `words`.
[[nodiscard]] std::unique_ptr<const value_grid> bit_columns(const stored_tensor& words,
                                                            std::uint64_t columns, unsigned bits);

/// Eight columns a word, in the order in which one family of kernels unpacks them: columns 0, 2,
/// 4, 6, 1, 3, 5, 7 from the lowest four bits up.
[[nodiscard]] std::unique_ptr<const value_grid> interleaved_nibbles(const stored_tensor& words,
                                                                    std::uint64_t columns);

enum class nibble_order { low_first, high_first };

/// Two columns a byte. `columns` may be odd when there is one row.
[[nodiscard]] std::unique_ptr<const value_grid>
nibble_rows(const stored_tensor& bytes, std::uint64_t columns, nibble_order order);

/// Rows in `parts` equal parts that share storage: row r of every part lies in row r of `stored`,
/// `bits` wide each, the first part in the highest or the lowest bits in use.
enum class first_part { highest, lowest };
[[nodiscard]] std::unique_ptr<const value_grid> stacked_parts(const stored_tensor& stored,
                                                              std::uint64_t columns, unsigned bits,
                                                              unsigned parts, first_part order);

} // namespace weightkin
