#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <weightkin/core/digest.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/registry/fingerprint_index.hpp>

namespace weightkin::detail {

/// A parameter of a statement, borrowed for the call. Text is bytes: what files call things need
/// not be UTF-8.
using sql_bytes = std::span<const std::byte>;
using sql_value = std::variant<std::monostate, std::int64_t, sql_bytes>;

[[nodiscard]] inline sql_value sql_text(std::string_view text) {
  return std::as_bytes(std::span<const char>(text));
}
[[nodiscard]] inline sql_value sql_number(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}
[[nodiscard]] inline sql_value sql_digest(const digest& value) {
  return std::as_bytes(std::span(value.bytes));
}

/// A row of an answer. A column of another type or size than asked for makes the whole statement
/// fail with `bad_format` and reads as zero or nothing. Spans live until the next row.
class sql_row {
public:
  virtual ~sql_row() = default;
  [[nodiscard]] virtual bool null(int column) = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) = 0;
  [[nodiscard]] virtual sql_bytes bytes(int column) = 0;

  [[nodiscard]] std::uint64_t number(int column) {
    return static_cast<std::uint64_t>(integer(column));
  }
  [[nodiscard]] std::string text(int column);
  [[nodiscard]] digest hash(int column);
  /// Bytes of exactly this size, or nothing.
  [[nodiscard]] sql_bytes exactly(int column, std::size_t size);

  [[nodiscard]] bool wrong() const { return wrong_; }

protected:
  void is_wrong() { wrong_ = true; }

private:
  bool wrong_ = false;
};

/// Returns false to stop.
using row_sink = std::function<bool(sql_row& row)>;

/// One connection to either engine. Statements have static storage, are prepared once, and name
/// parameters $1, $2, ... in the order of their first use.
class sql_connection {
public:
  virtual ~sql_connection() = default;
  [[nodiscard]] virtual std::string_view engine() const = 0;
  [[nodiscard]] virtual result<void>
  run(std::string_view statement, std::span<const sql_value> values, const row_sink& sink) = 0;
  /// A consistent view, until `finish`.
  [[nodiscard]] virtual result<void> begin_read() = 0;
  /// The only writer, until `finish`.
  [[nodiscard]] virtual result<void> begin_write() = 0;
  /// Ends what was begun; when `keep`, changes are on the disk if this succeeds.
  [[nodiscard]] virtual result<void> finish(bool keep) = 0;
  /// What the engine says of its own file.
  [[nodiscard]] virtual result<void> check_file(std::vector<std::string>& problems) = 0;
  [[nodiscard]] virtual bool vector_search() const { return false; }

  [[nodiscard]] result<void> run(std::string_view statement,
                                 std::initializer_list<sql_value> values = {},
                                 const row_sink& sink = {}) {
    return run(statement, std::span(values.begin(), values.size()), sink);
  }
};

/// Runs `body` between begin and finish; what it returns decides whether changes are kept.
template <class Body>
auto in_transaction(sql_connection& sql, bool writing, Body&& body) -> decltype(body()) {
  if (auto begun = writing ? sql.begin_write() : sql.begin_read(); !begun)
    return std::move(begun).error();
  auto answer = body();
  if (auto ended = sql.finish(answer.has_value()); !ended && answer)
    return std::move(ended).error();
  return answer;
}

/// A file on this machine. Refuses whatever is not exactly our schema.
[[nodiscard]] result<std::unique_ptr<sql_connection>> connect_sqlite(const std::string& path,
                                                                     const index_options& options);
/// A server; `unsupported` in builds without libpq.
[[nodiscard]] result<std::unique_ptr<sql_connection>>
connect_postgres(const std::string& address, const index_options& options);

} // namespace weightkin::detail
