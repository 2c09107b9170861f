#pragma once

#include "command_line.hpp"
#include "exit_code.hpp"

namespace weightkin::cli {

/// `weightkin hash`: what models are, exactly; or the manifest of a model's files, or a check of
/// files against one.
[[nodiscard]] exit_code run_hash(const hash_settings& settings);

} // namespace weightkin::cli
