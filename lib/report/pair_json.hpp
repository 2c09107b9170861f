#pragma once

#include <weightkin/lineage/pair_summary.hpp>

#include "json_values.hpp"

/// What the reports about many models write in the same way.
namespace weightkin::detail {

[[nodiscard]] ordered_json tool_json();
[[nodiscard]] ordered_json model_json(const model_summary& model);
[[nodiscard]] ordered_json options_json(const ruling_options& options);
[[nodiscard]] ordered_json pair_json(const pair_summary& pair);
[[nodiscard]] ordered_json texts_json(const std::vector<std::string>& texts);

} // namespace weightkin::detail
