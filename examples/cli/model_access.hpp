#pragma once

#include <string>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/inventory/inventory.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "command_line.hpp"
#include "exit_code.hpp"

/// What the commands do before and after their work.
namespace weightkin::cli {

[[nodiscard]] result<checkpoint> open_model(const std::string& path,
                                            const reading_settings& settings);

/// The rules of --map; none when it was not given.
[[nodiscard]] result<std::vector<map_rule>> read_map(const common_settings& settings);

/// The reports of several models as one; several JSON documents become one array.
[[nodiscard]] std::string joined(const std::vector<std::string>& reports, bool json, bool single);

/// The report to where the user wants it.
[[nodiscard]] result<void> deliver(const std::string& report, const common_settings& settings);

/// True when text goes to a terminal and may be coloured.
[[nodiscard]] bool wants_colour(const common_settings& settings) noexcept;

/// One line on stderr, safe for terminals; returns `exit_code::failed`.
exit_code complain(const error& failure);

} // namespace weightkin::cli
