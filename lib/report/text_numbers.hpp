#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Numbers as people read them. Independent of the locale; "-" stands for a number that does not
/// exist.
namespace weightkin::detail {

/// `value` with `digits` decimals, e.g. "0.9951"; never "-0.00".
[[nodiscard]] std::string fixed(double value, int digits);

/// `value` with about three significant digits: "412", "7.31", "1.2e+05".
[[nodiscard]] std::string compact(double value);

/// A share in [0, 1] as "97.9 %"; a positive one that would round to nothing is "<0.1 %", one just
/// short of everything is ">99.9 %".
[[nodiscard]] std::string percent(double share);

/// "688,841,984".
[[nodiscard]] std::string grouped(std::uint64_t count);

/// "688.8 M"; exact below a thousand.
[[nodiscard]] std::string magnitude(std::uint64_t count);

/// "1 tensor", "24 tensors".
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view noun);

/// A probability given as its log10, after "p": "= 0.031", "= 3.2e-07", and never more impressive
/// than "< 1e-12", because no model of chance holds that far.
[[nodiscard]] std::string probability(double log10_p);

} // namespace weightkin::detail
