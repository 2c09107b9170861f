#pragma once

#include <CLI/CLI.hpp>

#include "command_line.hpp"

namespace weightkin::cli {

CLI::App* add_index(CLI::App& app, index_settings& settings);

} // namespace weightkin::cli
