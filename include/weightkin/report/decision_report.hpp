#pragma once

#include <string>

#include <weightkin/policy/decision.hpp>
#include <weightkin/report/text_report.hpp>

namespace weightkin {

/// Every rule with its outcome, what it looked at and why; for people.
/// `text_options::tensors` and `blocks` are not used.
[[nodiscard]] std::string decision_to_text(const decision& made, const text_options& options = {});

/// The same as JSON after docs/schemas/decision-1.json; same promises as `to_json`.
[[nodiscard]] std::string decision_to_json(const decision& made);

} // namespace weightkin
