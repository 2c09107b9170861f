#include "report/html/page_assets.hpp"

namespace weightkin::detail {

// A test computes the two hashes; it prints the right ones when the style or the script changed.
const std::string_view page_policy =
    "default-src 'none'; "
    "style-src 'sha256-IV4+eeTEAxBgbVyoKz87Ipt8Kvl0od+uLrOZC4ZVE14='; "
    "script-src 'sha256-U9a8+jF9HWQuIXl2ojn8DbZSFI+jzGvcfzfe2y1T0e8='; "
    "base-uri 'none'; form-action 'none'";

} // namespace weightkin::detail
