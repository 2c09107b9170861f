#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <weightkin/core/dtype.hpp>

#include "reader/wire/json_value.hpp"

namespace weightkin {

/// The bytes of one element that a zarr fill value stands for; null stands for zero. Nothing when
/// it is no value of the type, or one that JSON cannot say exactly.
[[nodiscard]] std::optional<std::vector<std::byte>> zarr_fill_value(const json_value& value,
                                                                    dtype type);

} // namespace weightkin
