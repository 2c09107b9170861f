#pragma once

#include <memory>
#include <optional>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/tflite/tflite_model.hpp"

namespace weightkin {

/// A constant of a TFLite model as a tensor without a name: where its elements lie, or how they are
/// decoded when they are quantised or packed. Nothing for strings.
/// \returns `bad_format`: `dtype`, `shape` when data, scales or zero points do not fit the shape,
///          `overflow`; `unsupported` for types without a counterpart here.
[[nodiscard]] result<std::optional<stored_tensor>>
tflite_constant(const tflite_tensor& found, const std::shared_ptr<const byte_source>& file);

} // namespace weightkin
