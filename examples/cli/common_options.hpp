#pragma once

#include <map>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "command_line.hpp"

/// Options that several commands share.
namespace weightkin::cli {

void add_reading(CLI::App& command, reading_settings& settings);
void add_common(CLI::App& command, common_settings& settings);

/// Digits and nothing else: what reads numbers takes "-1" for the largest of them, and what is
/// larger as well.
CLI::Validator whole_number();
/// Not negative, and a number.
CLI::Validator seconds();

/// An option that takes one of these names, in any case. Help and complaints hold names alone, not
/// what stands behind them.
template <class Choice>
CLI::Option* add_choice(CLI::App& command, const std::string& option, Choice& target,
                        const std::map<std::string, Choice>& choices, const std::string& about) {
  std::vector<std::string> names;
  for (const auto& [name, choice] : choices)
    names.push_back(name);
  return command
      .add_option_function<std::string>(
          option, [&target, choices](const std::string& name) { target = choices.at(name); }, about)
      ->transform(CLI::IsMember(names, CLI::ignore_case));
}

} // namespace weightkin::cli
