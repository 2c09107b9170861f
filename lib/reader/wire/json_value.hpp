#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/reader/byte_source.hpp>
#include <weightkin/reader/limits.hpp>

namespace weightkin {

/// A small JSON document in memory: configurations and manifests, whose members are looked up by
/// name. Long lists go through `json_events` instead.
class json_value {
public:
  using array = std::vector<json_value>;
  using object = std::vector<std::pair<std::string, json_value>>; ///< keys unique, in file order

  json_value() = default; ///< null
  explicit json_value(bool value) : value_(value) {}
  explicit json_value(double value) : value_(value) {}
  explicit json_value(std::uint64_t value) : value_(value) {}
  explicit json_value(std::string value) : value_(std::move(value)) {}
  explicit json_value(array value) : value_(std::move(value)) {}
  explicit json_value(object value) : value_(std::move(value)) {}

  [[nodiscard]] bool is_null() const noexcept { return value_.index() == 0; }
  /// Each null unless the value is of that kind.
  [[nodiscard]] const bool* boolean() const noexcept { return std::get_if<bool>(&value_); }
  [[nodiscard]] const std::uint64_t* whole() const noexcept {
    return std::get_if<std::uint64_t>(&value_);
  }
  [[nodiscard]] const std::string* text() const noexcept {
    return std::get_if<std::string>(&value_);
  }
  [[nodiscard]] const array* items() const noexcept { return std::get_if<array>(&value_); }
  [[nodiscard]] const object* members() const noexcept { return std::get_if<object>(&value_); }
  /// Any number, also a whole, negative or fractional one.
  [[nodiscard]] std::optional<double> number() const noexcept;

  /// The member `key` of an object; null when there is none or this is no object.
  [[nodiscard]] const json_value* find(std::string_view key) const noexcept;

private:
  std::variant<std::monostate, bool, double, std::uint64_t, std::string, array, object> value_;
};

/// Parses a document as strictly as `parse_json`; duplicate keys are refused, and so are more than
/// `limits.json_values` values.
[[nodiscard]] result<json_value> parse_json_value(std::string_view text, std::string_view label,
                                                  std::uint64_t base, const reader_limits& limits);

/// The same for a whole source of at most `limits.config_bytes`.
[[nodiscard]] result<json_value> read_json_value(const byte_source& source,
                                                 const reader_limits& limits);

} // namespace weightkin
