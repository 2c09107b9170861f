#include "registry/asked_together.hpp"

#include <algorithm>

namespace weightkin::detail {
namespace {

constexpr std::size_t together = 16;
#define WEIGHTKIN_SIXTEEN "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"

/// Runs `statement` for every sixteen of `ids`; the last one fills what is left over.
result<void> for_sixteens(sql_connection& sql, std::string_view statement,
                          std::span<const std::uint64_t> ids, const row_sink& sink) {
  for (std::size_t first = 0; first < ids.size(); first += together) {
    std::vector<sql_value> wanted;
    for (std::size_t i = first; i < first + together; ++i)
      wanted.push_back(sql_number(ids[std::min(i, ids.size() - 1)]));
    if (auto got = sql.run(statement, wanted, sink); !got) return got;
  }
  return {};
}

} // namespace

result<std::unordered_map<std::uint64_t, index_entry>>
entries_of(sql_connection& sql, std::span<const std::uint64_t> models) {
  std::unordered_map<std::uint64_t, index_entry> found;
  auto got = for_sixteens(
      sql, "SELECT " WEIGHTKIN_ENTRY_COLUMNS " FROM model WHERE id IN " WEIGHTKIN_SIXTEEN, models,
      [&](sql_row& row) {
        index_entry entry = entry_of(row);
        const std::uint64_t id = entry.id;
        found.emplace(id, std::move(entry));
        return true;
      });
  if (!got) return std::move(got).error();
  return found;
}

result<std::unordered_map<std::uint64_t, std::uint64_t>>
models_of(sql_connection& sql, std::span<const std::uint64_t> components) {
  std::unordered_map<std::uint64_t, std::uint64_t> found;
  auto got = for_sixteens(sql, "SELECT id, model FROM component WHERE id IN " WEIGHTKIN_SIXTEEN,
                          components, [&](sql_row& row) {
                            found.emplace(row.number(0), row.number(1));
                            return true;
                          });
  if (!got) return std::move(got).error();
  return found;
}

} // namespace weightkin::detail
