#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "command_line.hpp"

/// Options that several commands share.
namespace weightkin::cli {

void add_reading(CLI::App& command, reading_settings& settings);
void add_common(CLI::App& command, common_settings& settings);

} // namespace weightkin::cli
