#include "registry/sql_connection.hpp"

#include <algorithm>
#include <cstring>

namespace weightkin::detail {

std::string sql_row::text(int column) {
  const sql_bytes found = bytes(column);
  return {reinterpret_cast<const char*>(found.data()), found.size()};
}

sql_bytes sql_row::exactly(int column, std::size_t size) {
  const sql_bytes found = bytes(column);
  if (found.size() == size) return found;
  is_wrong();
  return {};
}

digest sql_row::hash(int column) {
  digest out;
  const sql_bytes found = exactly(column, out.bytes.size());
  if (!found.empty()) std::memcpy(out.bytes.data(), found.data(), found.size());
  return out;
}

} // namespace weightkin::detail
