#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>

#include "registry/index_state.hpp"

/// Questions about many rows, sixteen at a time: a server takes as long to answer about one.
namespace weightkin::detail {

/// The models with these ids, those that are there.
[[nodiscard]] result<std::unordered_map<std::uint64_t, index_entry>>
entries_of(sql_connection& sql, std::span<const std::uint64_t> models);

/// Which model each of these components is of, those that are there.
[[nodiscard]] result<std::unordered_map<std::uint64_t, std::uint64_t>>
models_of(sql_connection& sql, std::span<const std::uint64_t> components);

} // namespace weightkin::detail
