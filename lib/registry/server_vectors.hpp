#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <weightkin/core/result.hpp>

#include "registry/best_rows.hpp"
#include "registry/search_key.hpp"
#include "registry/sql_connection.hpp"

namespace weightkin::detail {

/// Sketch keys in the server's own index of vectors (pgvector), where it has one.
/// \pre of all: `sql.vector_search()`.

/// Inside a write.
[[nodiscard]] result<void> append_vector(sql_connection& sql, std::uint64_t component,
                                         const search_key& key);
[[nodiscard]] result<void> remove_vector(sql_connection& sql, std::uint64_t component);

/// Inside a read: the nearest that the server's index finds. It may miss some; ours does not.
[[nodiscard]] result<std::vector<best_row>>
nearest_vectors(sql_connection& sql, const search_key& key, std::size_t limit);

} // namespace weightkin::detail
