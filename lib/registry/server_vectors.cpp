#include "registry/server_vectors.hpp"

#include <string>

namespace weightkin::detail {
namespace {

/// "[1,-2,...]", which the extension reads.
std::string written(const search_key& key) {
  std::string text = "[";
  for (const std::int8_t value : key.sketch)
    text += std::to_string(int{value}) + ',';
  text.back() = ']';
  return text;
}

} // namespace

result<void> append_vector(sql_connection& sql, std::uint64_t component, const search_key& key) {
  const std::string text = written(key);
  return sql.run("INSERT INTO key_vector(component, sketch) VALUES($1, convert_from($2, "
                 "'UTF8')::vector)",
                 {sql_number(component), sql_text(text)});
}

result<void> remove_vector(sql_connection& sql, std::uint64_t component) {
  return sql.run("DELETE FROM key_vector WHERE component = $1", {sql_number(component)});
}

result<std::vector<best_row>> nearest_vectors(sql_connection& sql, const search_key& key,
                                              std::size_t limit) {
  // How many the server looks at on its way: the most that it allows.
  if (auto set = sql.run("SET LOCAL hnsw.ef_search = 1000"); !set) return std::move(set).error();
  const std::string text = written(key);
  std::vector<best_row> rows;
  auto got = sql.run(
      "SELECT component, (- (sketch <#> convert_from($1, 'UTF8')::vector))::bigint FROM key_vector "
      "ORDER BY sketch <#> convert_from($1, 'UTF8')::vector LIMIT $2",
      {sql_text(text), sql_number(limit)}, [&](sql_row& row) {
        rows.push_back({static_cast<std::int32_t>(row.integer(1)), row.number(0)});
        return true;
      });
  if (!got) return std::move(got).error();
  return rows;
}

} // namespace weightkin::detail
