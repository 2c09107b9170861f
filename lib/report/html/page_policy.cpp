#include "report/html/page_assets.hpp"

namespace weightkin::detail {

// A test computes the two hashes; it prints the right ones when the style or the script changed.
const std::string_view page_policy =
    "default-src 'none'; "
    "style-src 'sha256-DO6JZNNJOysyHcuWTl36gANKHDM4od73/JGdap8f190='; "
    "script-src 'sha256-1GqtSyRhXlr/ELatRCMFBT64Mdrh4JF1Sl1axQ7ovLQ='; "
    "base-uri 'none'; form-action 'none'";

} // namespace weightkin::detail
