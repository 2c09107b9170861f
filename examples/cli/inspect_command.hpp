#pragma once

#include "command_line.hpp"
#include "exit_code.hpp"

namespace weightkin::cli {

/// `weightkin inspect`: all readable models are shown even when another cannot be read.
[[nodiscard]] exit_code run_inspect(const inspect_settings& settings);

} // namespace weightkin::cli
