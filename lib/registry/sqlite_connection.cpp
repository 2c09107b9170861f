#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sqlite3.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "registry/index_schema.hpp"
#include "registry/sql_connection.hpp"

namespace weightkin::detail {
namespace {

constexpr std::string_view file_magic{"SQLite format 3\0", 16};
constexpr int longest_value = 600 << 20; ///< a fingerprint, with room

struct close_database {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct finalise {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using database_handle = std::unique_ptr<sqlite3, close_database>;
using statement_handle = std::unique_ptr<sqlite3_stmt, finalise>;

errc code_of(int failure) {
  switch (failure & 0xFF) {
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
  case SQLITE_SCHEMA:
  case SQLITE_MISMATCH:
  case SQLITE_FORMAT:
  case SQLITE_ERROR: // our statements are sound, so the file's tables are not ours
  case SQLITE_CONSTRAINT: return errc::bad_format;
  case SQLITE_NOMEM:
  case SQLITE_TOOBIG: return errc::no_memory;
  case SQLITE_MISUSE:
  case SQLITE_RANGE: return errc::internal;
  default: return errc::io;
  }
}

/// Makes a statement ready for its next use, also when a sink ran out of memory.
struct used_statement {
  sqlite3_stmt* statement;
  ~used_statement() {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
  }
};

class sqlite_row final : public sql_row {
public:
  explicit sqlite_row(sqlite3_stmt* statement) : statement_(statement) {}

  bool null(int column) override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) override {
    if (sqlite3_column_type(statement_, column) == SQLITE_INTEGER)
      return sqlite3_column_int64(statement_, column);
    is_wrong();
    return 0;
  }
  sql_bytes bytes(int column) override {
    const int type = sqlite3_column_type(statement_, column);
    if (type != SQLITE_BLOB && type != SQLITE_TEXT) {
      is_wrong();
      return {};
    }
    const void* data = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    if (data == nullptr || size <= 0) return {};
    return {static_cast<const std::byte*>(data), static_cast<std::size_t>(size)};
  }

private:
  sqlite3_stmt* statement_;
};

bool has_log(const std::string& path) {
  std::error_code none;
  return std::filesystem::exists(path + "-wal", none);
}

/// What changes when somebody writes to a file.
struct file_state {
  std::uintmax_t size = 0;
  std::filesystem::file_time_type written;
  bool has_log = false;
  friend bool operator==(const file_state&, const file_state&) = default;
};

file_state state_of(const std::string& path) {
  std::error_code none;
  return {std::filesystem::file_size(path, none), std::filesystem::last_write_time(path, none),
          has_log(path)};
}

class sqlite_connection final : public sql_connection {
public:
  sqlite_connection(database_handle database, std::string label)
      : database_(std::move(database)), label_(std::move(label)) {}

  /// Nobody is kept from writing to the file: each transaction says whether somebody did.
  void read_without_locks() { at_rest_ = state_of(label_); }
  using sql_connection::run;

  [[nodiscard]] std::string_view engine() const override { return "sqlite"; }

  result<void> run(std::string_view statement, std::span<const sql_value> values,
                   const row_sink& sink) override {
    auto prepared = prepare(statement);
    if (!prepared) return std::move(prepared).error();
    const used_statement used{*prepared};
    return bind_and_step(*prepared, values, sink);
  }

  result<void> begin_read() override { return begin("BEGIN"); }
  result<void> begin_write() override { return begin("BEGIN IMMEDIATE"); }

  result<void> finish(bool keep) override {
    auto ended = end(keep);
    if (ended && keep && at_rest_ && *at_rest_ != state_of(label_))
      return error{errc::io, label_ + ": somebody wrote to the index while it was read"};
    return ended;
  }

  result<void> end(bool keep) {
    if (sqlite3_get_autocommit(database_.get()) != 0)
      return keep ? result<void>(failed(SQLITE_IOERR)) : result<void>();
    auto ended = run(keep ? "COMMIT" : "ROLLBACK");
    if (!ended && sqlite3_get_autocommit(database_.get()) == 0)
      if (auto undone = run("ROLLBACK"); !undone) return undone;
    return ended;
  }

  result<void> check_file(std::vector<std::string>& problems) override {
    return run("PRAGMA quick_check(20)", {}, [&](sql_row& row) {
      if (std::string text = row.text(0); text != "ok") problems.push_back(std::move(text));
      return true;
    });
  }

  /// Ends a transaction that could not be ended when it should have been, for want of memory.
  result<void> begin(std::string_view statement) {
    if (sqlite3_get_autocommit(database_.get()) == 0)
      if (auto undone = run("ROLLBACK"); !undone) return undone;
    return run(statement);
  }

  /// A statement that need not be kept, without values.
  result<void> once(const std::string& statement) {
    const int failure = sqlite3_exec(database_.get(), statement.c_str(), nullptr, nullptr, nullptr);
    return failure == SQLITE_OK ? result<void>() : result<void>(failed(failure));
  }

  [[nodiscard]] error failed(int failure) const {
    const int plain = failure & 0xFF;
    if (plain == SQLITE_BUSY || plain == SQLITE_LOCKED)
      return {errc::io, label_ + ": another process holds the index; it stayed locked too long"};
    const std::string general = sqlite3_errstr(plain);
    const std::string own = sqlite3_errmsg(database_.get());
    return {code_of(failure), label_ + ": " + general + (own == general ? "" : ": " + own) +
                                  (has_log(label_) ? "; it was not closed: what its log (-wal) "
                                                     "holds can only be read where one may write"
                                                   : "")};
  }

private:
  result<sqlite3_stmt*> prepare(std::string_view statement) {
    if (const auto known = statements_.find(statement.data()); known != statements_.end())
      return known->second.get();
    sqlite3_stmt* made = nullptr;
    const int failure =
        sqlite3_prepare_v3(database_.get(), statement.data(), static_cast<int>(statement.size()),
                           SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    statement_handle owned(made);
    if (failure != SQLITE_OK) return failed(failure);
    statements_[statement.data()] = std::move(owned);
    return made;
  }

  static int bind(sqlite3_stmt* statement, int at, const sql_value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value))
      return sqlite3_bind_int64(statement, at, *number);
    if (const auto* bytes = std::get_if<sql_bytes>(&value)) {
      // A null pointer would be NULL, not an empty blob.
      const void* data = bytes->empty() ? static_cast<const void*>("") : bytes->data();
      return sqlite3_bind_blob64(statement, at, data, bytes->size(), SQLITE_STATIC);
    }
    return sqlite3_bind_null(statement, at);
  }

  result<void> bind_and_step(sqlite3_stmt* statement, std::span<const sql_value> values,
                             const row_sink& sink) {
    for (std::size_t at = 0; at < values.size(); ++at)
      if (const int failure = bind(statement, static_cast<int>(at) + 1, values[at]);
          failure != SQLITE_OK)
        return failed(failure);
    sqlite_row row(statement);
    for (;;) {
      const int step = sqlite3_step(statement);
      if (step == SQLITE_DONE) return {};
      if (step != SQLITE_ROW) return failed(step);
      const bool on = !sink || sink(row);
      if (row.wrong())
        return error{errc::bad_format, label_ + ": a column holds what no index puts there"};
      if (!on) return {};
    }
  }

  database_handle database_;
  std::string label_;
  std::map<const char*, statement_handle> statements_;
  std::optional<file_state> at_rest_; ///< when it was opened, where locks cannot be had
};

/// Before the engine looks at a file: is it one of its files at all?
result<bool> has_content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return false;
  std::array<char, 16> head{};
  file.read(head.data(), head.size());
  const auto got = static_cast<std::size_t>(file.gcount());
  if (got == 0) return false;
  if (std::string_view(head.data(), got) != file_magic)
    return error{errc::bad_format, path + ": is not an index (nor any other SQLite file)"};
  return true;
}

/// Nothing that a file brings with it may run.
result<void> defend(sqlite3* database, sqlite_connection& sql, unsigned busy_milliseconds) {
  sqlite3_extended_result_codes(database, 1);
  sqlite3_busy_timeout(database, static_cast<int>(std::min(busy_milliseconds, 86400000U)));
  constexpr std::array switches{std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                std::pair{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                std::pair{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
                                std::pair{SQLITE_DBCONFIG_ENABLE_VIEW, 0},
                                std::pair{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
                                std::pair{SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
                                std::pair{SQLITE_DBCONFIG_DQS_DML, 0},
                                std::pair{SQLITE_DBCONFIG_DQS_DDL, 0}};
  for (const auto& [what, value] : switches)
    if (const int failure = sqlite3_db_config(database, what, value, nullptr); failure != SQLITE_OK)
      return sql.failed(failure);
  sqlite3_limit(database, SQLITE_LIMIT_LENGTH, longest_value);
  sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, 20000);
  sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(database, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
  for (const char* pragma : {"PRAGMA cell_size_check=ON", "PRAGMA mmap_size=0",
                             "PRAGMA cache_size=-8192", "PRAGMA temp_store=MEMORY"})
    if (auto set = sql.once(pragma); !set) return set;
  return {};
}

struct file_marks {
  std::int64_t application = 0;
  std::int64_t version = 0;
  std::int64_t objects = 0;
};

/// Within a transaction: between two statements somebody else may have made the file an index.
result<file_marks> marks_of(sqlite_connection& sql) {
  file_marks marks;
  const auto read = [&](std::string_view statement, std::int64_t& into) {
    return sql.run(statement, {}, [&](sql_row& row) {
      into = row.integer(0);
      return true;
    });
  };
  if (auto got = read("PRAGMA application_id", marks.application); !got) return got.error();
  if (auto got = read("PRAGMA user_version", marks.version); !got) return got.error();
  if (auto got = read("SELECT count(*) FROM sqlite_master", marks.objects); !got)
    return got.error();
  return marks;
}

result<void> migrate(sqlite_connection& sql, std::int64_t from) {
  for (const migration& step : sqlite_migrations()) {
    if (step.version <= from) continue;
    for (const schema_object& object : step.objects)
      if (auto made = sql.once(std::string(object.make)); !made) return made;
  }
  if (from == 0)
    if (auto named = sql.run("INSERT INTO meta(name, value) VALUES('identity', randomblob(16))");
        !named)
      return named;
  for (const auto& [pragma, value] : {std::pair{"PRAGMA application_id=", index_application_id},
                                      std::pair{"PRAGMA user_version=", index_schema_version}})
    if (auto set = sql.once(pragma + std::to_string(value)); !set) return set;
  return {};
}

/// Every object of the file is one of ours, word for word, and none is missing.
result<void> check_schema(sqlite_connection& sql, const std::string& path) {
  std::map<std::string, std::string, std::less<>> ours;
  for (const migration& step : sqlite_migrations())
    for (const schema_object& object : step.objects)
      ours[std::string(object.kind) + ' ' + std::string(object.name)] = object.make;
  std::string stranger;
  auto read = sql.run("SELECT type, name, sql FROM sqlite_master", {}, [&](sql_row& row) {
    const std::string kind = row.text(0);
    const std::string name = row.text(1);
    // Made by the engine for its own needs; their names are reserved.
    if (name.starts_with("sqlite_") && (kind == "table" || kind == "index")) return true;
    const auto known = ours.find(kind + ' ' + name);
    if (known == ours.end() || row.null(2) || row.text(2) != known->second)
      stranger = kind + ' ' + name;
    else
      ours.erase(known);
    return stranger.empty();
  });
  if (!read) return read;
  if (!stranger.empty())
    return error{errc::bad_format, path + ": is not an index: it brings a " + stranger +
                                       " that no index has in this form"};
  if (!ours.empty())
    return error{errc::bad_format, path + ": is not an index: it lacks the " + ours.begin()->first};
  return {};
}

result<void> make_ready(sqlite_connection& sql, const std::string& path, index_access access) {
  result<file_marks> marks = file_marks{};
  auto read = in_transaction(sql, false, [&]() -> result<void> {
    marks = marks_of(sql);
    return marks ? result<void>() : result<void>(marks.error());
  });
  if (!read) return read;
  const bool bare = marks->application == 0 && marks->version == 0 && marks->objects == 0;
  if (!bare && marks->application != index_application_id)
    return error{errc::bad_format, path + ": is a SQLite file, but not an index"};
  if (bare && access != index_access::create)
    return error{errc::bad_format, path + ": is an empty SQLite file, not an index"};
  if (marks->version > index_schema_version)
    return error{errc::unsupported,
                 path + ": has schema " + std::to_string(marks->version) + ", this version knows " +
                     std::to_string(index_schema_version) + "; use a newer weightkin"};
  if (marks->version == index_schema_version) return {};
  if (access == index_access::read)
    return error{errc::unsupported, path + ": has an older schema; open it for writing once"};
  return in_transaction(sql, true, [&]() -> result<void> {
    auto now = marks_of(sql); // somebody else may have been quicker
    if (!now) return std::move(now).error();
    return now->version == index_schema_version ? result<void>() : migrate(sql, now->version);
  });
}

/// The engine does not wait by itself while another process turns a new file into a log's file.
result<void> keep_log(sqlite_connection& sql, sqlite3* database, unsigned busy_milliseconds) {
  for (unsigned waited = 0;; waited += 5) {
    auto set = sql.once("PRAGMA journal_mode=WAL");
    if (set) break;
    if ((sqlite3_errcode(database) & 0xFF) != SQLITE_BUSY || waited >= busy_milliseconds)
      return set;
    sqlite3_sleep(5);
  }
  return sql.once("PRAGMA synchronous=FULL");
}

/// Where nobody can make the files of the write-ahead log, the engine does not open even for
/// reading. A file without a log is whole by itself.
bool is_at_rest(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  return ::access(folder.empty() ? "." : folder.c_str(), W_OK) != 0 && !has_log(path);
}

/// The path as an address that tells the engine to leave everything as it is.
std::string unchanging(const std::string& path) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out = "file:";
  if (path.starts_with("//")) out += "//"; // else the first part would be an authority
  for (const char c : path) {
    if (c != '%' && c != '?' && c != '#') {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    (out += '%') += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out + "?immutable=1";
}

} // namespace

result<std::unique_ptr<sql_connection>> connect_sqlite(const std::string& path,
                                                       const index_options& options) {
  if (path.empty() || path.find('\0') != std::string::npos)
    return error{errc::bad_argument, "the path of an index is empty or has a zero byte"};
  auto content = has_content(path);
  if (!content) return std::move(content).error();
  if (!*content && options.access != index_access::create)
    return error{errc::io, path + ": there is no such index (or it is empty)"};
  const bool reading = options.access == index_access::read;
  int flags = SQLITE_OPEN_NOMUTEX | (reading ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
  if (options.access == index_access::create) flags |= SQLITE_OPEN_CREATE;
  sqlite3* opened = nullptr;
  // A path that begins with a colon would be a name of the engine's own.
  std::string name = path.front() == ':' ? "./" + path : path;
  const bool at_rest = reading && is_at_rest(path);
  if (at_rest) {
    name = unchanging(path);
    flags |= SQLITE_OPEN_URI;
  }
  const int failure = sqlite3_open_v2(name.c_str(), &opened, flags, nullptr);
  database_handle owned(opened);
  if (opened == nullptr) return error{errc::no_memory, path + ": out of memory"};
  auto sql = std::make_unique<sqlite_connection>(std::move(owned), path);
  if (failure != SQLITE_OK) return sql->failed(failure);
  if (at_rest) sql->read_without_locks();
  if (auto safe = defend(opened, *sql, options.busy_milliseconds); !safe) return safe.error();
  // The tables first, in one transaction: a log's header without them would be seen by who reads
  // meanwhile, and stay when the process ends in between.
  if (auto ready = make_ready(*sql, path, options.access); !ready) return ready.error();
  if (!reading)
    if (auto logged = keep_log(*sql, opened, options.busy_milliseconds); !logged)
      return logged.error();
  if (auto sound = check_schema(*sql, path); !sound) return sound.error();
  return std::unique_ptr<sql_connection>(std::move(sql));
}

} // namespace weightkin::detail
