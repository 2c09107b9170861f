#pragma once

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include <weightkin/registry/fingerprint_index.hpp>

#include "registry/key_blocks.hpp"
#include "registry/sql_connection.hpp"

namespace weightkin {

struct fingerprint_index::state {
  std::unique_ptr<detail::sql_connection> sql;
  detail::key_cache cache;
};

namespace detail {

/// The columns that `entry_of` reads, in its order. A macro, so that statements are literals.
#define WEIGHTKIN_ENTRY_COLUMNS                                                                    \
  "id, print, name, format, tensors, parameters, bytes, root, nameless"
[[nodiscard]] index_entry entry_of(sql_row& row);

/// Appends what `statement` answers, `entry_of`'s columns.
[[nodiscard]] result<void> read_entries(sql_connection& sql, std::string_view statement,
                                        std::initializer_list<sql_value> values,
                                        std::vector<index_entry>& out);

/// A tensor's values, for exact look-ups.
struct exact_value {
  digest value;
  std::uint64_t elements = 0;
};
/// The distinct ones of the tensors that speak, sorted.
[[nodiscard]] std::vector<exact_value> exact_values(const fingerprint& print);

/// \returns `bad_argument` when the inventory does not fit the tensors.
[[nodiscard]] result<void> check_fits(const fingerprint& print);

/// The seed that the index has; nothing before the first model.
[[nodiscard]] result<std::optional<std::uint64_t>> seed_of(sql_connection& sql);

/// Inside a write.
[[nodiscard]] result<index_addition> add_print(sql_connection& sql, const fingerprint& print);
[[nodiscard]] result<bool> remove_print(sql_connection& sql, std::uint64_t id);

/// Inside a read. Bytes are checked against their digest.
[[nodiscard]] result<std::optional<std::vector<std::byte>>> stored_bytes(sql_connection& sql,
                                                                         std::uint64_t id);
[[nodiscard]] result<std::vector<exact_match>>
exact_matches(sql_connection& sql, const fingerprint& subject, std::size_t limit);
[[nodiscard]] result<std::vector<index_candidate>>
candidates(sql_connection& sql, key_cache& cache, const fingerprint& subject, std::size_t limit);
[[nodiscard]] result<index_check> verify_all(sql_connection& sql,
                                             const progress_callback& on_progress);

/// A count, of one row and column.
[[nodiscard]] result<std::uint64_t> count_of(sql_connection& sql, std::string_view statement);

} // namespace detail
} // namespace weightkin
