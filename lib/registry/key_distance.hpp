#pragma once

#include <cstddef>
#include <cstdint>

namespace weightkin::detail {

/// One key against many that lie one after the other. Vectors where the processor has them.
/// *Exact*: integers.

/// out[r] = inner product of `key` and row r. \pre width is a multiple of 64.
void key_products(const std::int8_t* key, std::size_t width, const std::int8_t* rows,
                  std::size_t count, std::int32_t* out);

/// out[r] = sum of absolute differences. \pre width is a multiple of 32, at most 64. Numbers beyond
/// +-16384 give nonsense, the same everywhere.
void key_distances(const std::int16_t* key, std::size_t width, const std::int16_t* rows,
                   std::size_t count, std::int32_t* out);

} // namespace weightkin::detail
