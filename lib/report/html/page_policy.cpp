#include "report/html/page_assets.hpp"

namespace weightkin::detail {

// A test computes the two hashes; it prints the right ones when the style or the script changed.
const std::string_view page_policy =
    "default-src 'none'; "
    "style-src 'sha256-qhdu9lb8GQShlVOeiuR8QRYESkXg5ly9NAfvwpPsb9U='; "
    "script-src 'sha256-PDqirccgYxr9IKcNnCzKUGs/WDlmCI/rWB9fmlD2SZM='; "
    "base-uri 'none'; form-action 'none'";

} // namespace weightkin::detail
