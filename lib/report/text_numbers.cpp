#include "text_numbers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace weightkin::detail {
namespace {

std::string formatted(double value, std::chars_format format, int digits) {
  std::array<char, 400> buffer;
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format, digits);
  return {buffer.data(), end.ptr};
}

} // namespace

std::string fixed(double value, int digits) {
  if (!std::isfinite(value)) return "-";
  std::string text = formatted(value, std::chars_format::fixed, digits);
  const bool is_zero = text.find_first_not_of("-0.") == std::string::npos;
  if (is_zero && text[0] == '-') text.erase(0, 1);
  return text;
}

std::string compact(double value) {
  if (!std::isfinite(value)) return "-";
  const double size = std::fabs(value);
  if (size >= 99999.5) return formatted(value, std::chars_format::scientific, 1);
  return fixed(value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

std::string percent(double share) {
  if (!std::isfinite(share)) return "-";
  if (share > 0 && share < 0.0005) return "<0.1 %";
  if (share < 1 && share > 0.9995) return ">99.9 %";
  return fixed(100 * share, 1) + " %";
}

std::string grouped(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string magnitude(std::uint64_t count) {
  constexpr std::array<const char*, 5> units{" k", " M", " G", " T", " P"};
  if (count < 1000) return std::to_string(count);
  auto scaled = static_cast<double>(count) / 1000;
  std::size_t unit = 0;
  for (; scaled >= 999.95 && unit + 1 < units.size(); ++unit)
    scaled /= 1000;
  return fixed(scaled, 1) + units[unit];
}

std::string counted(std::uint64_t count, std::string_view noun) {
  return grouped(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string probability(double log10_p) {
  if (!std::isfinite(log10_p) && !(log10_p < 0)) return "-";
  if (log10_p < -12) return "< 1e-12";
  const double p = std::pow(10.0, std::min(log10_p, 0.0));
  if (p >= 0.001) return "= " + fixed(p, 3);
  return "= " + formatted(p, std::chars_format::scientific, 1);
}

} // namespace weightkin::detail
