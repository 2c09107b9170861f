#pragma once

#include <string>

#include <weightkin/lineage/scan.hpp>
#include <weightkin/report/text_report.hpp>

namespace weightkin {

/// What was found for each component, then the candidates in order of rank; for people.
/// `text_options::tensors` is not used.
[[nodiscard]] std::string scan_to_text(const scan_result& answer, const text_options& options = {});

/// The same as JSON after docs/schemas/scan-1.json; same promises as `to_json`.
[[nodiscard]] std::string scan_to_json(const scan_result& answer);

} // namespace weightkin
