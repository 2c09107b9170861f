#include "reader/quantised/adapter_config.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "reader/reader_error.hpp"

namespace weightkin {
namespace {

constexpr std::size_t most_pattern_bytes = 1024;
constexpr std::size_t most_wildcards = 64;
constexpr std::size_t most_wildcard_bytes = 4096; ///< of all patterns with wildcards together
constexpr std::size_t most_path_bytes = 4096;     ///< longer module paths match no pattern

/// True when `text` begins with `piece`, where '.' stands for any character.
bool begins_with(std::string_view text, std::string_view piece) {
  if (text.size() < piece.size()) return false;
  for (std::size_t i = 0; i < piece.size(); ++i)
    if (piece[i] != '.' && piece[i] != text[i]) return false;
  return true;
}

/// True when `text` holds the pieces of `pattern`, joined by ".*", in order and ends with the last:
/// each is taken at its first place after the one before. At most pattern times text steps.
bool ends_with_pieces(std::string_view text, std::string_view pattern) {
  for (std::size_t star = 0; (star = pattern.find(".*")) != std::string_view::npos;) {
    const std::string_view piece = pattern.substr(0, star);
    while (!begins_with(text, piece)) {
      if (text.empty()) return false;
      text.remove_prefix(1);
    }
    text.remove_prefix(piece.size());
    pattern.remove_prefix(star + 2);
  }
  return text.size() >= pattern.size() &&
         begins_with(text.substr(text.size() - pattern.size()), pattern);
}

/// True when `pattern` matches the path from its beginning or, unless anchored, from some component
/// of it on to its end. The first component at which the first piece fits is as good as any: what
/// follows a later one follows it too.
bool matches_path(std::string_view path, std::string_view pattern, bool anchored) {
  const std::size_t star = pattern.find(".*");
  if (star == std::string_view::npos)
    return path.size() == pattern.size() && begins_with(path, pattern);
  const std::string_view first = pattern.substr(0, star);
  while (!begins_with(path, first)) {
    const std::size_t dot = path.find('.');
    if (anchored || dot == std::string_view::npos) return false;
    path.remove_prefix(dot + 1);
  }
  return ends_with_pieces(path.substr(first.size()), pattern.substr(star + 2));
}

/// A key of the configuration as this reader's kind of pattern.
struct parsed_key {
  std::string text;
  bool anchored = false;
};

result<parsed_key> parse_key(std::string_view key) {
  const auto refuse = [&](errc code, fault why, const char* what) {
    return error{code, "the module pattern '" + detail::printable(key) + "' " + what, why};
  };
  if (key.empty() || key.size() > most_pattern_bytes)
    return refuse(errc::bad_format, fault::limit, "is empty or too long");
  parsed_key parsed;
  if (key.front() == '^') {
    parsed.anchored = true;
    key.remove_prefix(1);
  }
  for (std::size_t i = 0; i < key.size(); ++i) {
    const bool star = key[i] == '*' && i > 0 && key[i - 1] == '.';
    const bool escaped_dot = key[i] == '\\' && i + 1 < key.size() && key[i + 1] == '.';
    if (escaped_dot) continue;
    if (!star && std::string_view("\\*+?()[]{}|^$").find(key[i]) != std::string_view::npos)
      return refuse(errc::unsupported, fault::none, "uses operators that are not read");
    parsed.text += key[i];
  }
  return parsed;
}

result<std::optional<double>> number_in(const json_value& document, std::string_view key) {
  const json_value* setting = document.find(key);
  if (setting == nullptr || setting->is_null()) return std::optional<double>();
  const std::optional<double> number = setting->number();
  if (!number || !std::isfinite(*number))
    return error{errc::bad_format, "'" + std::string(key) + "' is no number", fault::header};
  return number;
}

bool flag_in(const json_value& document, std::string_view key) {
  const json_value* setting = document.find(key);
  return setting != nullptr && setting->boolean() != nullptr && *setting->boolean();
}

std::string text_in(const json_value& document, std::string_view key) {
  const json_value* setting = document.find(key);
  return setting != nullptr && setting->text() != nullptr ? *setting->text() : std::string();
}

} // namespace

result<module_pattern> module_pattern::parse(const json_value* setting) {
  module_pattern pattern;
  std::size_t wildcard_bytes = 0;
  if (setting == nullptr || setting->is_null()) return pattern;
  if (setting->members() == nullptr)
    return error{errc::bad_format, "module patterns are not an object", fault::header};
  for (const auto& [key, value] : *setting->members()) {
    auto parsed = parse_key(key);
    if (!parsed) return std::move(parsed).error();
    if (!value.number() || !std::isfinite(*value.number()))
      return error{errc::bad_format, "a module pattern has no number", fault::header};
    const numbered number{pattern.plain_.size() + pattern.wild_.size(), *value.number()};
    if (!parsed->anchored && parsed->text.find(".*") == std::string::npos) {
      pattern.plain_.emplace(std::move(parsed->text), number);
      continue;
    }
    wildcard_bytes += parsed->text.size();
    pattern.wild_.push_back({std::move(parsed->text), parsed->anchored, number});
  }
  if (pattern.wild_.size() > most_wildcards || wildcard_bytes > most_wildcard_bytes)
    return error{errc::bad_format, "the module patterns with wildcards are too many or too long",
                 fault::limit};
  return pattern;
}

std::optional<double> module_pattern::find(std::string_view module) const {
  if (module.size() > most_path_bytes) return std::nullopt;
  const numbered* best = nullptr;
  const auto consider = [&](const numbered& number) {
    if (best == nullptr || number.order < best->order) best = &number;
  };
  // A key must match from some component of the path to its end.
  for (std::size_t begin = 0; !plain_.empty() && begin < module.size();) {
    if (const auto found = plain_.find(module.substr(begin)); found != plain_.end())
      consider(found->second);
    const std::size_t dot = module.find('.', begin);
    begin = dot == std::string_view::npos ? module.size() : dot + 1;
  }
  for (const wildcard& wild : wild_)
    if (matches_path(module, wild.text, wild.anchored)) consider(wild.number);
  return best == nullptr ? std::nullopt : std::optional(best->value);
}

result<void> adapter_config::load() {
  if (loaded_) return {};
  const auto document = file_.document();
  if (!document) return document.error();
  loaded_ = true;
  if (*document == nullptr) return {};
  const json_value& config = **document;
  const auto complete = [&](error failure) {
    failure.message = file_.label() + ": " + failure.message;
    return failure;
  };
  const std::string method = text_in(config, "peft_type");
  is_plain_ = method.empty() || method == "LORA";
  present_ = true;
  fan_in_fan_out_ = flag_in(config, "fan_in_fan_out");
  by_root_of_rank_ = flag_in(config, "use_rslora");
  base_model_ = text_in(config, "base_model_name_or_path");
  const auto rank = number_in(config, "r");
  if (!rank) return complete(rank.error());
  const auto alpha = number_in(config, "lora_alpha");
  if (!alpha) return complete(alpha.error());
  auto ranks = module_pattern::parse(config.find("rank_pattern"));
  if (!ranks) return complete(std::move(ranks).error());
  auto alphas = module_pattern::parse(config.find("alpha_pattern"));
  if (!alphas) return complete(std::move(alphas).error());
  rank_ = *rank;
  alpha_ = *alpha;
  ranks_ = std::move(*ranks);
  alphas_ = std::move(*alphas);
  return {};
}

std::optional<double> adapter_config::rank_of(std::string_view module) const {
  const auto own = ranks_.find(module);
  return own ? own : rank_;
}

std::optional<double> adapter_config::scale_of(std::string_view module, std::uint64_t rank) const {
  const auto own = alphas_.find(module);
  const auto alpha = own ? own : alpha_;
  if (!alpha) return std::nullopt;
  const auto divisor = static_cast<double>(rank);
  return *alpha / (by_root_of_rank_ ? std::sqrt(divisor) : divisor);
}

} // namespace weightkin
