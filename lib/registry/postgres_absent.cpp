#include "registry/sql_connection.hpp"

namespace weightkin::detail {

result<std::unique_ptr<sql_connection>> connect_postgres(const std::string& address,
                                                         const index_options& options) {
  static_cast<void>(options);
  return error{errc::unsupported,
               address + ": this weightkin was built without PostgreSQL; install libpq-dev and "
                         "configure again with -DWEIGHTKIN_POSTGRESQL=ON, or use a SQLite file"};
}

} // namespace weightkin::detail
