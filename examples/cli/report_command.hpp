#pragma once

#include "command_line.hpp"
#include "exit_code.hpp"

namespace weightkin::cli {

/// Turns stored results into another document. Always 0 or 2: the result was judged when it was
/// made.
[[nodiscard]] exit_code run_report(const report_settings& settings);

} // namespace weightkin::cli
