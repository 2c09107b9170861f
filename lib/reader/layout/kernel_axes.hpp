#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// The axis orders in which other frameworks keep the weights of layers, brought to PyTorch's:
/// [out, in] and [out, in, spatial...]. Each answers nothing for a rank it does not know.

/// [spatial..., in, out] -> [out, in, spatial...]; a matrix is transposed. A transposed
/// convolution's [spatial..., out, in] becomes PyTorch's [in, out, spatial...] by the same move.
[[nodiscard]] std::optional<stored_tensor> outputs_first(const stored_tensor& tensor);

/// [spatial..., channels, multiplier] -> [channels * multiplier, 1, spatial...]
[[nodiscard]] std::optional<stored_tensor> depthwise_outputs_first(const stored_tensor& tensor);

/// [out, spatial..., in] -> [out, in, spatial...]
[[nodiscard]] std::optional<stored_tensor> inputs_second(const stored_tensor& tensor);

/// [a, spatial..., b] -> [b, a, spatial...]
[[nodiscard]] std::optional<stored_tensor> last_axis_first(const stored_tensor& tensor);

/// Gates of recurrent layers along `axis`, which holds `repeats` times all of them, in PyTorch's
/// order. `order[i]` is the stored place of gate i.
[[nodiscard]] std::optional<stored_tensor> reorder_gates(const stored_tensor& tensor,
                                                         std::size_t axis, std::size_t repeats,
                                                         std::span<const std::size_t> order);

} // namespace weightkin
