#pragma once

#include <string>
#include <string_view>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/torch/torch_tensor.hpp"

namespace weightkin {

/// A tensor that torch quantised, as the f32 values it stands for:
/// scale * (code - zero point), with one scale and zero point or one for each place along an axis.
/// The codes, scales and zero points stay readable through its encoding, of the scheme
/// "torch-int8", "torch-uint8" or "torch-int32". A single scale is rounded to f32 first and those
/// of channels are not, which is what torch computes with.
///
/// \pre tensor.quantiser is one
/// \returns the tensor, or what `find_tensor` says of a part; `shape` when scales and axis do not
///          fit the codes, `dtype` when scales or zero points are no numbers of their own.
[[nodiscard]] result<stored_tensor> find_quantised(const pickle_values& values,
                                                   const pickle_tensor& tensor, std::string name,
                                                   storage_places& storages,
                                                   std::string_view label);

} // namespace weightkin
