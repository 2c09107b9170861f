#include <algorithm>
#include <array>
#include <cstring>
#include <libpq-fe.h>
#include <map>
#include <utility>

#include "registry/index_schema.hpp"
#include "registry/sql_connection.hpp"

namespace weightkin::detail {
namespace {

// Types of parameters by their numbers in the server's catalogue, which never change.
constexpr Oid type_bytea = 17;
constexpr Oid type_int8 = 20;
/// "wkix": writers of any index in one database wait for each other.
constexpr std::string_view lock_writers = "SELECT pg_advisory_xact_lock(2003528056)::text";

struct close_connection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct clear_result {
  void operator()(PGresult* answer) const { PQclear(answer); }
};
using answer_handle = std::unique_ptr<PGresult, clear_result>;

std::array<char, 8> big_endian(std::int64_t value) {
  std::array<char, 8> out{};
  auto bits = static_cast<std::uint64_t>(value);
  for (std::size_t i = out.size(); i-- > 0; bits >>= 8)
    out[i] = static_cast<char>(bits & 0xFF);
  return out;
}

class postgres_row final : public sql_row {
public:
  explicit postgres_row(const PGresult* answer) : answer_(answer) {}

  bool null(int column) override { return PQgetisnull(answer_, 0, column) != 0; }
  std::int64_t integer(int column) override {
    const sql_bytes found = value(column);
    if (PQftype(answer_, column) != type_int8 || found.size() != 8) {
      is_wrong();
      return 0;
    }
    std::uint64_t bits = 0;
    for (const std::byte each : found)
      bits = bits << 8 | static_cast<std::uint64_t>(each);
    return static_cast<std::int64_t>(bits);
  }
  sql_bytes bytes(int column) override {
    if (null(column) || PQftype(answer_, column) == type_int8) {
      is_wrong();
      return {};
    }
    return value(column);
  }

private:
  sql_bytes value(int column) {
    const char* data = PQgetvalue(answer_, 0, column);
    return {reinterpret_cast<const std::byte*>(data),
            static_cast<std::size_t>(std::max(0, PQgetlength(answer_, 0, column)))};
  }
  const PGresult* answer_;
};

class postgres_connection final : public sql_connection {
public:
  explicit postgres_connection(PGconn* connection) : connection_(connection) {}
  using sql_connection::run;

  [[nodiscard]] std::string_view engine() const override { return "postgresql"; }
  [[nodiscard]] bool vector_search() const override { return vectors_; }
  void has_vectors() { vectors_ = true; }

  result<void> run(std::string_view statement, std::span<const sql_value> values,
                   const row_sink& sink) override {
    auto name = prepare(statement, values);
    if (!name) return std::move(name).error();
    std::vector<std::array<char, 8>> numbers(values.size());
    std::vector<const char*> data(values.size(), nullptr);
    std::vector<int> lengths(values.size(), 0);
    const std::vector<int> binary(values.size(), 1);
    for (std::size_t at = 0; at < values.size(); ++at)
      if (const auto* number = std::get_if<std::int64_t>(&values[at])) {
        numbers[at] = big_endian(*number);
        data[at] = numbers[at].data();
        lengths[at] = 8;
      } else if (const auto* bytes = std::get_if<sql_bytes>(&values[at])) {
        data[at] = bytes->empty() ? "" : reinterpret_cast<const char*>(bytes->data());
        lengths[at] = static_cast<int>(bytes->size());
      }
    if (PQsendQueryPrepared(connection_.get(), name->c_str(), static_cast<int>(values.size()),
                            data.data(), lengths.data(), binary.data(), 1) == 0)
      return failed(nullptr);
    PQsetSingleRowMode(connection_.get());
    return read_rows(sink);
  }

  result<void> begin_read() override {
    return once("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  }
  result<void> begin_write() override {
    if (auto begun = once("BEGIN"); !begun) return begun;
    auto locked = run(lock_writers);
    if (!locked)
      if (auto undone = once("ROLLBACK"); !undone) return undone;
    return locked;
  }
  result<void> finish(bool keep) override {
    // A transaction that failed turns COMMIT into ROLLBACK without an error.
    if (keep && PQtransactionStatus(connection_.get()) != PQTRANS_INTRANS)
      return error{errc::io, "the connection to the server was lost; nothing was kept"};
    return once(keep ? "COMMIT" : "ROLLBACK");
  }
  result<void> check_file(std::vector<std::string>&) override { return {}; }

  /// A statement that need not be kept, without values.
  result<void> once(const std::string& statement) {
    const answer_handle answer(PQexec(connection_.get(), statement.c_str()));
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return {};
    return failed(answer.get());
  }

  [[nodiscard]] std::string quoted(const std::string& name) const {
    char* text = PQescapeIdentifier(connection_.get(), name.data(), name.size());
    std::string out = text != nullptr ? text : "";
    PQfreemem(text);
    return out;
  }

private:
  [[nodiscard]] error failed(const PGresult* answer) const {
    const char* state = answer != nullptr ? PQresultErrorField(answer, PG_DIAG_SQLSTATE) : nullptr;
    std::string message =
        answer != nullptr ? PQresultErrorMessage(answer) : PQerrorMessage(connection_.get());
    while (!message.empty() && message.back() == '\n')
      message.pop_back();
    const std::string_view code = state != nullptr ? state : "";
    if (code == "55P03")
      return {errc::io, "the index: another process holds it; it stayed locked too long"};
    if (code == "53200") return {errc::no_memory, "the server: " + message};
    // Our statements are sound, so tables or types are not ours.
    const bool schema = code.starts_with("42") || code.starts_with("22") || code.starts_with("23");
    return {schema && code != "42501" ? errc::bad_format : errc::io, "the server: " + message};
  }

  result<std::string> prepare(std::string_view statement, std::span<const sql_value> values) {
    if (const auto known = names_.find(statement.data()); known != names_.end())
      return known->second;
    std::vector<Oid> types;
    for (const sql_value& value : values)
      types.push_back(std::holds_alternative<std::int64_t>(value) ? type_int8
                      : std::holds_alternative<sql_bytes>(value)  ? type_bytea
                                                                  : 0);
    const std::string name = "s" + std::to_string(names_.size());
    const answer_handle answer(PQprepare(connection_.get(), name.c_str(),
                                         std::string(statement).c_str(),
                                         static_cast<int>(types.size()), types.data()));
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) return failed(answer.get());
    names_[statement.data()] = name;
    return name;
  }

  /// Reads to the end whatever comes: the connection is of no use before.
  result<void> read_rows(const row_sink& sink) {
    std::optional<error> first;
    bool on = true;
    while (PGresult* next = PQgetResult(connection_.get())) {
      const answer_handle answer(next);
      const ExecStatusType status = PQresultStatus(next);
      if (status == PGRES_SINGLE_TUPLE && on && !first) {
        postgres_row row(next);
        on = !sink || sink(row);
        if (row.wrong())
          first = error{errc::bad_format, "the index: a column holds what no index puts there"};
      } else if (status == PGRES_FATAL_ERROR && !first) {
        first = failed(next);
      }
    }
    return first ? result<void>(std::move(*first)) : result<void>();
  }

  std::unique_ptr<PGconn, close_connection> connection_;
  std::map<const char*, std::string> names_;
  bool vectors_ = false;
};

result<std::int64_t> number_of(postgres_connection& sql, std::string_view statement) {
  std::int64_t value = -1;
  auto got = sql.run(statement, {}, [&](sql_row& row) {
    value = row.integer(0);
    return true;
  });
  if (!got) return std::move(got).error();
  return value;
}

/// The schema that the extension `vector` lives in; empty without it.
result<std::string> vector_schema(postgres_connection& sql) {
  std::string name;
  auto got = sql.run("SELECT n.nspname::text FROM pg_catalog.pg_extension AS e JOIN "
                     "pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = "
                     "'vector'",
                     {}, [&](sql_row& row) {
                       name = row.text(0);
                       return true;
                     });
  if (!got) return std::move(got).error();
  return name;
}

result<void> make_objects(postgres_connection& sql, std::span<const schema_object> objects) {
  for (const schema_object& object : objects)
    if (auto made = sql.once(std::string(object.make)); !made) return made;
  return {};
}

result<void> migrate(postgres_connection& sql, std::int64_t from, bool vectors) {
  for (const migration& step : postgres_migrations())
    if (step.version > from)
      if (auto made = make_objects(sql, step.objects); !made) return made;
  if (from > 0) return {};
  if (vectors)
    if (auto made = make_objects(sql, postgres_vector_objects()); !made) return made;
  return sql.once("INSERT INTO meta(name, value) VALUES('identity', "
                  "decode(replace(gen_random_uuid()::text, '-', ''), 'hex')), ('schema', '" +
                  std::to_string(index_schema_version) + "')");
}

/// 0: there is none.
result<std::int64_t> version_of(postgres_connection& sql) {
  auto there = number_of(sql, "SELECT count(*) FROM pg_catalog.pg_class AS c JOIN "
                              "pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE "
                              "n.nspname = 'weightkin_index' AND c.relname = 'meta'");
  if (!there) return std::move(there).error();
  if (*there == 0) return std::int64_t{0};
  std::string text;
  auto got = sql.run("SELECT value FROM meta WHERE name = 'schema'", {}, [&](sql_row& row) {
    text = row.text(0);
    return true;
  });
  if (!got) return std::move(got).error();
  if (text.empty() || text.size() > 9 ||
      !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return error{errc::bad_format, "the server: its index does not say which schema it has"};
  std::int64_t version = 0;
  for (const char digit : text)
    version = version * 10 + (digit - '0');
  return version;
}

/// Nothing in our schema that would run or stand in for a table.
result<void> check_schema(postgres_connection& sql) {
  auto strangers = number_of(
      sql,
      "SELECT (SELECT count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n "
      "ON n.oid = c.relnamespace WHERE n.nspname = 'weightkin_index' AND c.relkind NOT IN "
      "('r', 'p', 'i', 'I', 'S', 't')) + (SELECT count(*) FROM pg_catalog.pg_trigger AS t JOIN "
      "pg_catalog.pg_class AS c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace AS n ON "
      "n.oid = c.relnamespace WHERE n.nspname = 'weightkin_index' AND NOT t.tgisinternal) + "
      "(SELECT count(*) FROM pg_catalog.pg_rewrite AS r JOIN pg_catalog.pg_class AS c ON c.oid "
      "= r.ev_class JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE "
      "n.nspname = 'weightkin_index')");
  if (!strangers) return std::move(strangers).error();
  if (*strangers == 0) return {};
  return error{
      errc::bad_format,
      "the server: schema weightkin_index has views, triggers or rules, which no index has"};
}

result<void> make_ready(postgres_connection& sql, index_access access) {
  auto vectors = vector_schema(sql);
  if (!vectors) return std::move(vectors).error();
  // Names are looked up in our schema, then where the extension is, and nowhere else.
  const std::string also = vectors->empty() ? "" : ", " + sql.quoted(*vectors);
  if (auto set = sql.once("SET search_path TO weightkin_index" + also + ", pg_temp"); !set)
    return set;
  auto version = version_of(sql);
  if (!version) return std::move(version).error();
  if (*version > index_schema_version)
    return error{errc::unsupported, "the server: its index has schema " + std::to_string(*version) +
                                        ", this version knows " +
                                        std::to_string(index_schema_version) +
                                        "; use a newer weightkin"};
  if (*version == index_schema_version) return {};
  if (access != index_access::create)
    return error{errc::io, "the server: there is no index in this database"};
  return in_transaction(sql, true, [&]() -> result<void> {
    auto now = version_of(sql); // somebody else may have been quicker
    if (!now) return std::move(now).error();
    if (*now == index_schema_version) return {};
    if (auto made = sql.once("CREATE SCHEMA IF NOT EXISTS weightkin_index"); !made) return made;
    return migrate(sql, *now, !vectors->empty());
  });
}

} // namespace

result<std::unique_ptr<sql_connection>> connect_postgres(const std::string& address,
                                                         const index_options& options) {
  // "postgres:host=... dbname=..." besides the server's own addresses.
  const bool uri = address.starts_with("postgresql://") || address.starts_with("postgres://");
  const std::string how = uri ? address : address.substr(address.find(':') + 1);
  PGconn* opened = PQconnectdb(how.c_str());
  if (opened == nullptr) return error{errc::no_memory, "out of memory"};
  auto sql = std::make_unique<postgres_connection>(opened);
  if (PQstatus(opened) != CONNECTION_OK) {
    std::string message = PQerrorMessage(opened);
    while (!message.empty() && message.back() == '\n')
      message.pop_back();
    return error{errc::io, "no connection to the server: " + message};
  }
  // Notices are for nobody here.
  PQsetNoticeProcessor(
      opened, [](void*, const char*) {}, nullptr);
  const unsigned wait = std::clamp(options.busy_milliseconds, 1U, 86400000U);
  // Poolers hand on sessions with what others prepared in them.
  if (auto set = sql->once("SET lock_timeout = " + std::to_string(wait) + "; DEALLOCATE ALL"); !set)
    return set.error();
  if (auto ready = make_ready(*sql, options.access); !ready) return ready.error();
  if (auto sound = check_schema(*sql); !sound) return sound.error();
  auto vectors = number_of(*sql, "SELECT count(*) FROM pg_catalog.pg_class AS c JOIN "
                                 "pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE "
                                 "n.nspname = 'weightkin_index' AND c.relname = 'key_vector'");
  if (!vectors) return std::move(vectors).error();
  if (*vectors > 0) sql->has_vectors();
  return std::unique_ptr<sql_connection>(std::move(sql));
}

} // namespace weightkin::detail
