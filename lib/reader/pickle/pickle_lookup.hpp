#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "reader/pickle/pickle_value.hpp"

namespace weightkin {

/// What stands under the text key `key` of `dict`, or `no_value` when there is none or this is no
/// dict. The last of several equal keys counts, as in Python. Linear in the dict: not for loops
/// over many dicts that a file may share.
[[nodiscard]] pickle_index find_key(const pickle_values& values, pickle_index dict,
                                    std::string_view key);

/// The attribute `name` of an instance whose state is a dict, or `no_value`. Instances with more
/// than 16 attributes have none for us, so that one state shared by a million of them costs little.
[[nodiscard]] pickle_index find_attribute(const pickle_values& values, pickle_index object,
                                          std::string_view name);

/// Whether `value` is an instance of the class whose full name ("module name") ends in `name`.
[[nodiscard]] bool is_instance(const pickle_values& values, pickle_index value,
                               std::string_view name);

/// A list or tuple of at most `max_rank` whole numbers, or nothing for anything else.
[[nodiscard]] std::optional<std::vector<std::int64_t>> small_integers(const pickle_values& values,
                                                                      pickle_index value);

/// A 64-bit integer, or nothing for anything else.
[[nodiscard]] std::optional<std::int64_t> integer_at(const pickle_values& values,
                                                     pickle_index value);

} // namespace weightkin
