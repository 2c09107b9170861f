#pragma once

#include <string>

#include "command_tree.hpp"

/// Completion scripts. Each completes subcommands, options, the words a value is limited to, and
/// file names where a value may be one.
namespace weightkin::cli {

/// For bash 4 and later; needs no bash-completion package.
[[nodiscard]] std::string bash_completion(const command_node& root);

/// For zsh, to be a file called _weightkin in a folder of fpath.
[[nodiscard]] std::string zsh_completion(const command_node& root);

/// For fish 3.
[[nodiscard]] std::string fish_completion(const command_node& root);

} // namespace weightkin::cli
