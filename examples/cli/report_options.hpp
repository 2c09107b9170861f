#pragma once

#include <CLI/CLI.hpp>

#include "command_line.hpp"

/// The commands that work on results: turning them into documents, judging them by a policy.
namespace weightkin::cli {

CLI::App* add_report(CLI::App& app, report_settings& settings);
CLI::App* add_check(CLI::App& app, check_settings& settings);

} // namespace weightkin::cli
