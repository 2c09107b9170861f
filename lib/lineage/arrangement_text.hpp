#pragma once

#include <string>

#include <weightkin/align/correspondence.hpp>

namespace weightkin {

/// What was done to the reference so that it lies on the subject, as the rest of a sentence that
/// begins with "once": "its layers are taken as 0-5, 2-7 and hidden units of 6 networks are put in
/// order".
[[nodiscard]] std::string arrangement_text(const component_correspondence& found);

} // namespace weightkin
