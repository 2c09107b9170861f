#pragma once

#include <span>
#include <string>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/lineage/comparison.hpp>

namespace weightkin::cli {

/// Each file with its size and SHA-256, named by the last part of its path. Reads all of them;
/// shows a progress bar.
[[nodiscard]] result<std::vector<model_file>> digests_of(std::span<const std::string> paths,
                                                         unsigned threads);

} // namespace weightkin::cli
