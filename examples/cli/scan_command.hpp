#pragma once

#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/lineage/scan.hpp>

#include "command_line.hpp"
#include "exit_code.hpp"
#include "named_models.hpp"

namespace weightkin::cli {

/// What a scan of the references given came to.
struct scanned_references {
  scan_result answer;              ///< its limits also say what was left out or could not be read
  std::vector<passed_over> unread; ///< what may be a reference and could not be looked at
};

/// Looks for the subject's origin among the references; shows a progress bar.
[[nodiscard]] result<scanned_references> scan_references(const scan_settings& settings);

/// `weightkin scan`.
[[nodiscard]] exit_code run_scan(const scan_settings& settings);

} // namespace weightkin::cli
