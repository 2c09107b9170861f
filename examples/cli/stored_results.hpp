#pragma once

#include <span>
#include <string>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/lineage/comparison.hpp>

namespace weightkin::cli {

/// What `compare --json` wrote to these files, at most 256 MB each.
[[nodiscard]] result<std::vector<comparison>> read_results(std::span<const std::string> paths);

} // namespace weightkin::cli
