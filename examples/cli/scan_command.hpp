#pragma once

#include "command_line.hpp"
#include "exit_code.hpp"

namespace weightkin::cli {

/// `weightkin scan`.
[[nodiscard]] exit_code run_scan(const scan_settings& settings);

} // namespace weightkin::cli
