#pragma once

#include "command_line.hpp"
#include "exit_code.hpp"

namespace weightkin::cli {

/// `weightkin compare`.
[[nodiscard]] exit_code run_compare(const compare_settings& settings);

} // namespace weightkin::cli
