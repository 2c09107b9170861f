#pragma once

#include <CLI/CLI.hpp>

#include "command_line.hpp"

/// The commands that look at many models at once.
namespace weightkin::cli {

CLI::App* add_scan(CLI::App& app, scan_settings& settings);
CLI::App* add_tree(CLI::App& app, tree_settings& settings);

} // namespace weightkin::cli
