#include <algorithm>
#include <array>

#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/kernel/blake3.hpp>

#include "registry/index_state.hpp"
#include "registry/server_vectors.hpp"

/// Models go in, models go out.
namespace weightkin::detail {
namespace {

constexpr std::size_t largest_print = std::size_t{512} << 20;

sql_value root_value(const std::optional<print_roots>& roots, bool named) {
  if (!roots) return std::monostate{};
  return sql_digest(named ? roots->named : roots->nameless);
}

result<void> hold_seed(sql_connection& sql, std::uint64_t seed) {
  auto known = seed_of(sql);
  if (!known) return std::move(known).error();
  if (*known && **known != seed)
    return error{errc::bad_argument, "the index holds fingerprints of seed " +
                                         std::to_string(**known) + ", this one has seed " +
                                         std::to_string(seed)};
  if (*known) return {};
  std::array<std::byte, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::byte>(seed >> (8 * i) & 0xFF);
  return sql.run("INSERT INTO meta(name, value) VALUES('seed', $1)", {sql_bytes(bytes)});
}

/// The number that a statement with RETURNING id gave; 0 for none.
result<std::uint64_t> new_id(sql_connection& sql, std::string_view statement,
                             std::initializer_list<sql_value> values) {
  std::uint64_t id = 0;
  auto done = sql.run(statement, values, [&](sql_row& row) {
    id = row.number(0);
    return true;
  });
  if (!done) return std::move(done).error();
  return id;
}

result<void> add_components(sql_connection& sql, const fingerprint& print, std::uint64_t model) {
  for (std::size_t place = 0; place < print.contents.components.size(); ++place) {
    const component& part = print.contents.components[place];
    const auto& roots = place < print.component_roots.size() ? print.component_roots[place]
                                                             : std::optional<print_roots>{};
    auto id =
        new_id(sql,
               "INSERT INTO component(model, place, name, kind, parameters, root, nameless) "
               "VALUES($1, $2, $3, $4, $5, $6, $7) RETURNING id",
               {sql_number(model), sql_number(place), sql_text(part.id),
                sql_number(static_cast<std::uint64_t>(part.kind)), sql_number(part.parameters),
                root_value(roots, true), root_value(roots, false)});
    if (!id) return std::move(id).error();
    const search_key key = key_of(print, place);
    if (auto put = append_key(sql, *id, key); !put) return put;
    if (sql.vector_search())
      if (auto put = append_vector(sql, *id, key); !put) return put;
  }
  return {};
}

result<std::vector<std::uint64_t>> components_of(sql_connection& sql, std::uint64_t model) {
  std::vector<std::uint64_t> ids;
  auto got =
      sql.run("SELECT id FROM component WHERE model = $1", {sql_number(model)}, [&](sql_row& row) {
        ids.push_back(row.number(0));
        return true;
      });
  if (!got) return std::move(got).error();
  return ids;
}

} // namespace

index_entry entry_of(sql_row& row) {
  index_entry entry;
  entry.id = row.number(0);
  entry.print = row.hash(1);
  entry.name = row.text(2);
  entry.format = row.text(3);
  entry.tensors = row.number(4);
  entry.parameters = row.number(5);
  entry.bytes = row.number(6);
  if (!row.null(7) && !row.null(8)) entry.roots = print_roots{row.hash(7), row.hash(8)};
  return entry;
}

result<void> read_entries(sql_connection& sql, std::string_view statement,
                          std::initializer_list<sql_value> values, std::vector<index_entry>& out) {
  return sql.run(statement, values, [&](sql_row& row) {
    out.push_back(entry_of(row));
    return true;
  });
}

std::vector<exact_value> exact_values(const fingerprint& print) {
  std::vector<exact_value> values;
  for (std::size_t t = 0; t < print.tensors.size(); ++t)
    if (print.tensors[t].value && speaks(print, t))
      values.push_back({*print.tensors[t].value, elements_of(print.tensors[t])});
  const auto before = [](const exact_value& a, const exact_value& b) { return a.value < b.value; };
  std::stable_sort(values.begin(), values.end(), before);
  const auto same = [](const exact_value& a, const exact_value& b) { return a.value == b.value; };
  values.erase(std::unique(values.begin(), values.end(), same), values.end());
  return values;
}

result<void> check_fits(const fingerprint& print) {
  const auto& entries = print.contents.entries;
  bool fits = entries.size() == print.tensors.size();
  for (std::size_t t = 0; fits && t < entries.size(); ++t)
    fits = entries[t].tensor == t && entries[t].component < print.contents.components.size();
  if (fits) return {};
  return error{errc::bad_argument,
               "the inventory of the fingerprint does not fit its tensors: " + print.name};
}

result<std::optional<std::uint64_t>> seed_of(sql_connection& sql) {
  std::optional<std::uint64_t> seed;
  auto got = sql.run("SELECT value FROM meta WHERE name = 'seed'", {}, [&](sql_row& row) {
    const sql_bytes bytes = row.exactly(0, 8);
    seed = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
      seed = *seed << 8 | static_cast<std::uint64_t>(bytes[i]);
    return true;
  });
  if (!got) return std::move(got).error();
  if (seed) return seed;
  auto model = new_id(sql, "SELECT id FROM model ORDER BY id LIMIT 1", {});
  if (!model) return std::move(model).error();
  if (*model != 0)
    return error{errc::bad_format, "the index is damaged: it does not say which seed it has"};
  return seed;
}

result<std::uint64_t> count_of(sql_connection& sql, std::string_view statement) {
  return new_id(sql, statement, {});
}

result<index_addition> add_print(sql_connection& sql, const fingerprint& print) {
  if (auto fits = check_fits(print); !fits) return std::move(fits).error();
  if (auto held = hold_seed(sql, print.seed); !held) return std::move(held).error();
  const std::vector<std::byte> bytes = encode_fingerprint(print);
  if (bytes.size() > largest_print)
    return error{errc::unsupported, print.name + ": its fingerprint is larger than 512 MiB"};
  const digest name = blake3(bytes);
  auto id = new_id(
      sql,
      "INSERT INTO model(print, name, format, tensors, parameters, bytes, root, "
      "nameless) VALUES($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (print) DO NOTHING "
      "RETURNING id",
      {sql_digest(name), sql_text(print.name), sql_text(print.format),
       sql_number(print.tensors.size()), sql_number(print.contents.parameters),
       sql_number(bytes.size()), root_value(print.roots, true), root_value(print.roots, false)});
  if (!id) return std::move(id).error();
  if (*id == 0) {
    auto known = new_id(sql, "SELECT id FROM model WHERE print = $1", {sql_digest(name)});
    if (!known) return std::move(known).error();
    return index_addition{*known, false};
  }
  if (auto put = sql.run("INSERT INTO model_print(model, data) VALUES($1, $2)",
                         {sql_number(*id), sql_bytes(bytes)});
      !put)
    return std::move(put).error();
  for (const exact_value& each : exact_values(print))
    if (auto put = sql.run("INSERT INTO tensor_value(value, model, elements) VALUES($1, $2, $3)",
                           {sql_digest(each.value), sql_number(*id), sql_number(each.elements)});
        !put)
      return std::move(put).error();
  if (auto put = add_components(sql, print, *id); !put) return std::move(put).error();
  return index_addition{*id, true};
}

result<std::optional<std::vector<std::byte>>> stored_bytes(sql_connection& sql, std::uint64_t id) {
  std::optional<std::vector<std::byte>> bytes;
  digest wanted;
  bool torn = false;
  auto got = sql.run("SELECT m.print, p.data FROM model AS m LEFT JOIN model_print AS p ON p.model "
                     "= m.id WHERE m.id = $1",
                     {sql_number(id)}, [&](sql_row& row) {
                       torn = row.null(1);
                       if (torn) return false;
                       wanted = row.hash(0);
                       const sql_bytes data = row.bytes(1);
                       bytes.emplace(data.begin(), data.end());
                       return true;
                     });
  if (!got) return std::move(got).error();
  if (torn)
    return error{errc::bad_format,
                 "the index is damaged: model " + std::to_string(id) + " has no fingerprint"};
  if (bytes && blake3(*bytes) != wanted)
    return error{errc::bad_format, "the index is damaged: the fingerprint of model " +
                                       std::to_string(id) + " is not the one that was added"};
  return bytes;
}

result<bool> remove_print(sql_connection& sql, std::uint64_t id) {
  // The values are found by the fingerprint where it can still be read; a table has no other way
  // to them but to be walked.
  auto bytes = stored_bytes(sql, id);
  auto print = bytes && *bytes ? decode_fingerprint(**bytes)
                               : result<fingerprint>(error{errc::bad_format, "no fingerprint"});
  auto gone = new_id(sql, "DELETE FROM model WHERE id = $1 RETURNING id", {sql_number(id)});
  if (!gone) return std::move(gone).error();
  if (*gone == 0) return false;
  if (print && check_fits(*print)) {
    for (const exact_value& each : exact_values(*print))
      if (auto done = sql.run("DELETE FROM tensor_value WHERE value = $1 AND model = $2",
                              {sql_digest(each.value), sql_number(id)});
          !done)
        return std::move(done).error();
  } else if (auto done = sql.run("DELETE FROM tensor_value WHERE model = $1", {sql_number(id)});
             !done) {
    return std::move(done).error();
  }
  auto parts = components_of(sql, id);
  if (!parts) return std::move(parts).error();
  for (const std::uint64_t part : *parts) {
    if (auto done = remove_key(sql, part); !done) return std::move(done).error();
    if (sql.vector_search())
      if (auto done = remove_vector(sql, part); !done) return std::move(done).error();
  }
  for (const std::string_view statement :
       {std::string_view("DELETE FROM component WHERE model = $1"),
        std::string_view("DELETE FROM model_print WHERE model = "
                         "$1")})
    if (auto done = sql.run(statement, {sql_number(id)}); !done) return std::move(done).error();
  return true;
}

} // namespace weightkin::detail
