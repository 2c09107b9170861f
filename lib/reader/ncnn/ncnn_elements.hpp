#pragma once

#include <cstdint>
#include <memory>

#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// 8-bit weights over their scales: code / scale (0 where the scale is 0). The scales are shared
/// evenly among the rows (the first axis). \pre `codes` is i8, `scales` f32, and the number of
/// scales divides that of rows
[[nodiscard]] std::shared_ptr<const element_source> scaled_elements(const stored_tensor& codes,
                                                                    const stored_tensor& scales);

/// Values looked up in a table of 256. \pre `codes` is u8, `table` f32 of 256 elements
[[nodiscard]] std::shared_ptr<const element_source> table_elements(const stored_tensor& codes,
                                                                   const stored_tensor& table);

} // namespace weightkin
