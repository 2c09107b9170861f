#pragma once

#include <weightkin/core/result.hpp>
#include <weightkin/lineage/scan.hpp>

#include "command_line.hpp"
#include "exit_code.hpp"

namespace weightkin::cli {

/// Looks for the subject's origin among the references; shows a progress bar.
[[nodiscard]] result<scan_result> scan_references(const scan_settings& settings);

/// `weightkin scan`.
[[nodiscard]] exit_code run_scan(const scan_settings& settings);

} // namespace weightkin::cli
