#pragma once

#include "command_line.hpp"
#include "exit_code.hpp"

namespace weightkin::cli {

/// Judges a model by a policy: 0 pass, 1 fail, 2 could not, 3 nothing comparable, 4 review.
[[nodiscard]] exit_code run_check(const check_settings& settings);

} // namespace weightkin::cli
