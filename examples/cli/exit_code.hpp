#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <weightkin/lineage/comparison.hpp>
#include <weightkin/lineage/scan.hpp>

namespace weightkin::cli {

/// What the command answers to the shell. Documented in docs/cli.md and in --help.
enum class exit_code : int {
  finished = 0,
  finding = 1,        ///< finished, with a finding at or above --fail-on, or files not as listed
  failed = 2,         ///< could not finish: bad usage, unreadable or malformed input, cancelled
  not_comparable = 3, ///< finished, but nothing could be compared
  undetermined = 4,   ///< finished, and the evidence does not decide
};

/// Rank of a finding: related 1, derived 2, reencoded 3, identical_after_cast 4, identical 5; 0 for
/// everything else.
[[nodiscard]] int strength_of(verdict ruling) noexcept;

/// The finding of this name, or nothing.
[[nodiscard]] std::optional<verdict> finding_named(std::string_view name) noexcept;

/// How many components are undetermined: what is found elsewhere does not clear them.
[[nodiscard]] std::size_t undetermined_of(const comparison& ruling) noexcept;

/// How a comparison ends. A finding in any component counts; where `fail_on` asks and none reaches
/// it, so does a component that is undetermined.
[[nodiscard]] exit_code exit_code_of(const comparison& ruling,
                                     std::optional<verdict> fail_on) noexcept;

/// How a search among many ends, likewise: where `fail_on` asks and no comparison reaches it, a
/// component that any of them left undetermined has not been cleared of that reference.
[[nodiscard]] exit_code exit_code_of(const scan_result& found,
                                     std::optional<verdict> fail_on) noexcept;

/// By one verdict alone.
[[nodiscard]] exit_code exit_code_of(verdict overall, std::optional<verdict> fail_on) noexcept;

} // namespace weightkin::cli
