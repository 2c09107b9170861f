#pragma once

#include <string>

#include "command_tree.hpp"

namespace weightkin::cli {

/// The manual page of section 1 as troff with the `man` macros: what --help says of the command and
/// of every subcommand. The same for every build of a version.
[[nodiscard]] std::string manual_page(const command_node& root);

} // namespace weightkin::cli
