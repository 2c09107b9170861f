#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>

#include "reader/quantised/quantisation_config.hpp"

namespace weightkin {

/// A number that PEFT's configuration gives to modules by name: `rank_pattern`, `alpha_pattern`.
/// PEFT takes keys as regular expressions for the end of a module's path; here a key is text in
/// which '.' stands for any character and ".*" for any text, with '^' for the path's beginning.
/// Keys with other operators are refused: nothing in a file may run a regular expression.
class module_pattern {
public:
  /// \param setting the object of patterns, or null
  /// \returns `bad_format`/`header` or `limit`; `unsupported` for operators. Without a file name.
  [[nodiscard]] static result<module_pattern> parse(const json_value* setting);

  /// The number of the first key that matches the module's path. Cost: the path's length times that
  /// of the patterns with wildcards, at most 4096 each.
  [[nodiscard]] std::optional<double> find(std::string_view module) const;

private:
  struct numbered {
    std::size_t order;
    double value;
  };
  struct wildcard {
    std::string text;
    bool anchored;
    numbered number;
  };
  std::map<std::string, numbered, std::less<>> plain_; ///< without ".*" and '^'
  std::vector<wildcard> wild_;
};

/// What `adapter_config.json` says about low-rank factors.
class adapter_config {
public:
  explicit adapter_config(config_file& file) : file_(file) {}

  /// Must succeed before anything else is asked.
  [[nodiscard]] result<void> load();
  [[nodiscard]] bool present() const noexcept { return present_; }

  /// True unless the configuration names a method whose factors are not simply multiplied.
  [[nodiscard]] bool is_plain() const noexcept { return is_plain_; }
  [[nodiscard]] bool fan_in_fan_out() const noexcept { return fan_in_fan_out_; }
  [[nodiscard]] const std::string& base_model() const noexcept { return base_model_; }

  /// The rank a module's factors must have, where the configuration says.
  [[nodiscard]] std::optional<double> rank_of(std::string_view module) const;
  /// What the product of a module's factors of rank `rank` is multiplied by.
  [[nodiscard]] std::optional<double> scale_of(std::string_view module, std::uint64_t rank) const;

private:
  config_file& file_;
  bool loaded_ = false;
  bool present_ = false;
  bool is_plain_ = true;
  bool fan_in_fan_out_ = false;
  bool by_root_of_rank_ = false;
  std::string base_model_;
  std::optional<double> rank_;
  std::optional<double> alpha_;
  module_pattern ranks_;
  module_pattern alphas_;
};

} // namespace weightkin
