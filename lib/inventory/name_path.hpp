#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace weightkin::detail {

/// The parts of a tensor name, separated by '.', '/' or ':'. Empty parts are dropped.
[[nodiscard]] std::vector<std::string_view> split_name(std::string_view name);

/// True for a non-empty run of decimal digits.
[[nodiscard]] bool is_number(std::string_view text) noexcept;

/// Length of the wrapper prefixes at the front of `name`: what training frameworks and savers put
/// around a whole state dictionary ("module.", "_orig_mod.", "state_dict.", ...), repeated as often
/// as they occur. Never the whole name.
[[nodiscard]] std::size_t wrapper_length(std::string_view name) noexcept;

/// The number of the repeated block a path lies in: the first number that follows a block word
/// ("layers", "blocks", "h", ...), else the first number of the path, else -1. Numbers beyond 10^9
/// are no layer numbers.
[[nodiscard]] int layer_number(const std::vector<std::string_view>& path) noexcept;

/// True for the words that name a list of repeated blocks.
[[nodiscard]] bool is_block_word(std::string_view segment) noexcept;

/// `text` matches `pattern`, in which '*' at either end stands for anything; ASCII, case-sensitive.
[[nodiscard]] bool matches_glob(std::string_view text, std::string_view pattern) noexcept;

/// ASCII lower case.
[[nodiscard]] std::string lower_case(std::string_view text);

} // namespace weightkin::detail
