#pragma once

#include "command_line.hpp"
#include "exit_code.hpp"

namespace weightkin::cli {

/// `weightkin fingerprint`: what remains of a model, as one file, whole or not at all.
[[nodiscard]] exit_code run_fingerprint(const fingerprint_settings& settings);

} // namespace weightkin::cli
