#pragma once

#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// The tensor with `map` applied to each value as f32: computed in double, rounded once.
[[nodiscard]] stored_tensor map_values(const stored_tensor& tensor, double (*map)(double));

/// w, where w + 1 is stored: gains that a converter moved from around 0 to around 1.
[[nodiscard]] stored_tensor minus_one(const stored_tensor& tensor);

/// log(-x), where x = -exp(w) is stored: the decay rates of state-space models.
[[nodiscard]] stored_tensor log_of_negative(const stored_tensor& tensor);

} // namespace weightkin
