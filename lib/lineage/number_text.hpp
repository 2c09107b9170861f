#pragma once

#include <cstdint>
#include <string>

namespace weightkin {

/// `value` with up to `digits` significant digits, without locale: "0.995", "1.2e-07", "nan".
[[nodiscard]] std::string number_text(double value, int digits = 3);

/// `share` of one as percent: "2.07 %"; never rounds a value below 1 up to "100 %".
[[nodiscard]] std::string percent_text(double share);

/// An integer with thousands separators: "688,841,984".
[[nodiscard]] std::string count_text(std::uint64_t count);

/// A p-value from its logarithm; claims nothing below 1e-12, where the tail is extrapolated: "p <
/// 1e-12".
[[nodiscard]] std::string p_text(double log10_p);

} // namespace weightkin
