#pragma once

#include <cstddef>
#include <string>

#include <weightkin/align/correspondence.hpp>

namespace weightkin::detail {

/// Which layer of the reference each layer of the subject is: a picture where there are few, runs
/// in words always. Empty when no layers were looked for. `label` names the component, in HTML.
[[nodiscard]] std::string layer_picture(const component_correspondence& found, std::size_t index,
                                        const std::string& label);

} // namespace weightkin::detail
