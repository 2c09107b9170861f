#include "lineage/number_text.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace weightkin {

std::string number_text(double value, int digits) {
  if (std::isnan(value)) return "nan";
  std::array<char, 64> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::general, digits);
  return {buffer.data(), end.ptr};
}

std::string percent_text(double share) {
  const double percent = 100.0 * share;
  const double shown = share < 1.0 && percent > 99.99 ? 99.99 : percent;
  return number_text(shown, shown >= 10.0 ? 4 : 3) + " %";
}

std::string count_text(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3; at -= 3)
    digits.insert(at - 3, 1, ',');
  return digits;
}

std::string p_text(double log10_p) {
  if (std::isnan(log10_p)) return "p undefined";
  if (log10_p < -12.0) return "p < 1e-12";
  return "p = " + number_text(std::pow(10.0, log10_p), 2);
}

} // namespace weightkin
