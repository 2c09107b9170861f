#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

/// What the command understands, read off its own definitions: the one source of completions and
/// manual page, so that neither can say what the command does not do.
namespace weightkin::cli {

/// An option, a flag or a positional.
struct option_entry {
  std::vector<std::string> names;   ///< "-o", "--output"; of positionals one, without dashes
  std::string value;                ///< what its value is called; empty for flags
  std::vector<std::string> choices; ///< all that the value may be; empty: anything
  bool takes_file = false;          ///< the value is, or may be, the name of a file or folder
  bool is_required = false;
  bool repeats = false; ///< takes several values
  std::string text;     ///< what it is for, one paragraph
};

/// The command itself or a subcommand.
struct command_node {
  std::string path; ///< "weightkin compare"
  std::string name; ///< the last word of it
  std::string text; ///< what it is for, one sentence
  std::string
      notes; ///< what --help says below the options, where it is not what the command above says
  std::vector<option_entry> options;
  std::vector<option_entry> positionals;
  std::vector<command_node> commands;
};

/// Everything that `app` shows in --help; what is in the group "" is hidden here too.
[[nodiscard]] command_node command_tree(const CLI::App& app);

} // namespace weightkin::cli
