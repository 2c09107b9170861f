#pragma once

#include <memory>
#include <string>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/pickle/pickle_value.hpp"

namespace weightkin {

/// The pickled numpy array `array` as stored elements. Long data stays where it lies in `source`,
/// the pickle's file; what the machine copied is copied once more, for the values do not outlive
/// the opening. \pre `array` is an instance of numpy.ndarray
/// \returns `bad_format`: `pickle_malformed`, `npy_object` for an array of objects, `dtype`,
///          `shape`, `overflow`, `encoding`.
[[nodiscard]] result<stored_tensor> place_array(const pickle_values& values, pickle_index array,
                                                std::string name,
                                                const std::shared_ptr<const byte_source>& source);

} // namespace weightkin
