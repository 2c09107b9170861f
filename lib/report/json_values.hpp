#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/written_json.hpp"
#include "safe_text.hpp"

/// How the values of our documents are written. See docs/report.md.
namespace weightkin::detail {

using ordered_json = written_json;

/// A finite number, or null where the number does not exist. Zero has no sign.
[[nodiscard]] inline ordered_json number(double value) {
  if (!std::isfinite(value)) return nullptr;
  return value == 0 ? 0.0 : value;
}

/// A count: a number while every reader holds it exactly, decimal digits in a string beyond 2^53.
[[nodiscard]] inline ordered_json whole(std::uint64_t value) {
  if (value > (std::uint64_t{1} << 53)) return std::to_string(value);
  return value;
}

[[nodiscard]] inline ordered_json text(std::string_view raw) { return well_formed(raw); }

/// A list of one value.
[[nodiscard]] inline ordered_json list_of_one(ordered_json value) {
  ordered_json out = ordered_json::array();
  out.push_back(std::move(value));
  return out;
}

/// Two blanks of indent, pure ASCII, a newline at the end.
[[nodiscard]] inline std::string document(const ordered_json& root) { return root.dump(2) + "\n"; }

} // namespace weightkin::detail
