#pragma once

#include "command_line.hpp"
#include "exit_code.hpp"

namespace weightkin::cli {

/// `weightkin tree`.
[[nodiscard]] exit_code run_tree(const tree_settings& settings);

} // namespace weightkin::cli
