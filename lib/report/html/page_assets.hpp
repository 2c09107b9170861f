#pragma once

#include <string_view>

/// What is the same in every page.
namespace weightkin::detail {

/// Style sheet: light, dark and print; no more than the elements of our pages.
extern const std::string_view page_style;

/// Sorts and filters tensor tables; does nothing else, and nothing on a page without them.
extern const std::string_view page_script;

/// Content-Security-Policy: forbids every load; allows the style sheet and the script above by
/// their SHA-256, so that nothing from a name can ever become either.
extern const std::string_view page_policy;

} // namespace weightkin::detail
