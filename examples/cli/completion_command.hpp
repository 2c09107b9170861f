#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace weightkin::cli {

/// `weightkin completion` and `weightkin manual`: what shells and `man` are told about the command.
class self_description {
public:
  /// Adds both to `app`, which must outlive this.
  explicit self_description(CLI::App& app);

  /// After `app` was parsed: true when one of them was asked for.
  [[nodiscard]] bool is_wanted() const;

  /// What was asked for.
  [[nodiscard]] std::string text() const;

private:
  const CLI::App& app_;
  const CLI::App* completion_;
  const CLI::App* manual_;
  std::string shell_;
};

} // namespace weightkin::cli
