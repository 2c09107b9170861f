#pragma once

#include <cstddef>
#include <string>

#include <weightkin/lineage/comparison.hpp>

namespace weightkin::detail {

/// The singular values of what changed in one tensor of a component beside those of a Gaussian
/// difference, as a picture, in words and as a table. Empty where the comparison has none.
/// \param index of the component.
[[nodiscard]] std::string spectrum_picture(const comparison& ruling, std::size_t index);

} // namespace weightkin::detail
