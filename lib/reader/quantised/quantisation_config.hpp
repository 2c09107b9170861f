#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "reader/files/sibling_files.hpp"
#include "reader/wire/json_value.hpp"

namespace weightkin {

/// A JSON configuration beside a model, read when it is first asked for.
class config_file {
public:
  config_file(sibling_files& beside, const reader_limits& limits, std::string name)
      : beside_(beside), limits_(limits), name_(std::move(name)) {}

  /// The document, null when there is no such file.
  /// \returns `bad_format` when it is no JSON object.
  [[nodiscard]] result<const json_value*> document();
  /// How messages call the file, once it was read.
  [[nodiscard]] const std::string& label() const noexcept { return label_; }
  /// True when it was asked for, is there, and could not be read.
  [[nodiscard]] bool is_broken() const noexcept { return failure_.has_value(); }

private:
  [[nodiscard]] result<void> load();

  sibling_files& beside_;
  const reader_limits& limits_;
  std::string name_;
  std::string label_;
  bool loaded_ = false;
  json_value document_; ///< null without a file
  std::optional<error> failure_;
};

/// What `config.json` says about quantisation: the members of `quantization_config` or
/// `quantization`, also where they lie with the text model of a multi-modal one. Empty without.
class quantisation_config {
public:
  explicit quantisation_config(config_file& file) : file_(file) {}

  /// Must succeed before anything else is asked.
  [[nodiscard]] result<void> load();
  [[nodiscard]] bool present() const noexcept { return settings_ != nullptr; }

  /// A setting by name, null when it is absent or null. Takes no longer when there are many.
  [[nodiscard]] const json_value* find(std::string_view key) const;
  /// The text of a setting; empty when it is none.
  [[nodiscard]] std::string_view text(std::string_view key) const;
  [[nodiscard]] std::string_view method() const { return text("quant_method"); }
  /// config_groups.<name>.weights.<key>, as `compressed-tensors` writes it, where there is one
  /// group; null when there are several, for which group a layer is in only patterns tell.
  [[nodiscard]] const json_value* group_weights(std::string_view key) const;

private:
  config_file& file_;
  bool loaded_ = false;
  const json_value* settings_ = nullptr;
  std::map<std::string_view, const json_value*, std::less<>> by_name_;
};

/// A setting that must be a whole number, -1 included, when it is there.
/// \returns `bad_format`/`header`, to be completed by the caller, when it is something else.
[[nodiscard]] result<std::optional<std::int64_t>> whole_setting(const json_value* setting,
                                                                std::string_view key);

} // namespace weightkin
