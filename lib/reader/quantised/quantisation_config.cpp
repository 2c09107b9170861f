#include "reader/quantised/quantisation_config.hpp"

#include <cmath>
#include <memory>
#include <utility>

#include "reader/reader_error.hpp"

namespace weightkin {

result<void> config_file::load() {
  const auto source = beside_.find(name_);
  if (!source) return source.error();
  if (*source == nullptr) return {};
  label_ = (*source)->label();
  auto document = read_json_value(**source, limits_);
  if (!document) return std::move(document).error();
  if (document->members() == nullptr)
    return detail::bad_file(fault::header, label_, "is not a JSON object");
  document_ = std::move(*document);
  return {};
}

result<const json_value*> config_file::document() {
  if (!loaded_)
    if (auto read = load(); !read) failure_ = read.error();
  loaded_ = true;
  if (failure_) return *failure_;
  return document_.is_null() ? nullptr : &document_;
}

result<void> quantisation_config::load() {
  if (loaded_) return {};
  const auto document = file_.document();
  if (!document) return document.error();
  loaded_ = true;
  if (*document == nullptr) return {};
  const json_value* text_model = (*document)->find("text_config");
  for (const json_value* holder : {*document, text_model})
    for (const std::string_view key : {"quantization_config", "quantization"})
      if (const json_value* found = holder == nullptr ? nullptr : holder->find(key);
          settings_ == nullptr && found != nullptr && !found->is_null())
        settings_ = found;
  if (settings_ != nullptr && settings_->members() != nullptr)
    for (const auto& [key, value] : *settings_->members())
      by_name_.emplace(key, &value);
  return {};
}

const json_value* quantisation_config::find(std::string_view key) const {
  const auto found = by_name_.find(key);
  return found == by_name_.end() || found->second->is_null() ? nullptr : found->second;
}

std::string_view quantisation_config::text(std::string_view key) const {
  const json_value* setting = find(key);
  const std::string* text = setting == nullptr ? nullptr : setting->text();
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

const json_value* quantisation_config::group_weights(std::string_view key) const {
  const json_value* groups = find("config_groups");
  if (groups == nullptr || groups->members() == nullptr || groups->members()->size() != 1)
    return nullptr;
  const json_value* weights = groups->members()->front().second.find("weights");
  const json_value* setting = weights == nullptr ? nullptr : weights->find(key);
  return setting == nullptr || setting->is_null() ? nullptr : setting;
}

result<std::optional<std::int64_t>> whole_setting(const json_value* setting, std::string_view key) {
  if (setting == nullptr) return std::optional<std::int64_t>();
  const std::optional<double> number = setting->number();
  constexpr double most = 9007199254740992.0; // beyond it, f64 skips whole numbers
  if (!number || std::floor(*number) != *number || std::abs(*number) > most)
    return error{errc::bad_format,
                 "config.json: '" + std::string(key) + "' is no whole number in reach",
                 fault::header};
  return std::optional(static_cast<std::int64_t>(*number));
}

} // namespace weightkin
