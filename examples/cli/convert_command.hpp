#pragma once

#include "command_line.hpp"
#include "exit_code.hpp"

namespace weightkin::cli {

/// `weightkin convert`: one model as one safetensors file, whole or not at all.
[[nodiscard]] exit_code run_convert(const convert_settings& settings);

} // namespace weightkin::cli
