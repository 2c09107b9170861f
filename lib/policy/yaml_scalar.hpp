#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// As much of YAML as the keys of a model card need.
namespace weightkin::detail {

/// The text of a scalar on one line, with a comment behind it perhaps: plain, 'single' or "double"
/// quoted; empty for null. Nothing for whatever else it may be (anchors, tags, blocks, maps).
[[nodiscard]] std::optional<std::string> yaml_scalar(std::string_view raw);

/// The texts of a scalar (one, or none for null) or of a list [a, "b"] on one line.
[[nodiscard]] std::optional<std::vector<std::string>> yaml_values(std::string_view raw);

} // namespace weightkin::detail
