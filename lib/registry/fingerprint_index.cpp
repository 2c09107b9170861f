#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/kernel/blake3.hpp>
#include <weightkin/registry/fingerprint_index.hpp>

#include "registry/index_schema.hpp"
#include "registry/index_state.hpp"

namespace weightkin {
namespace {

constexpr std::size_t largest_document = std::size_t{64} << 20;
constexpr std::size_t most_candidates = 4096;

bool names_server(const std::string& address) {
  return address.starts_with("postgresql:") || address.starts_with("postgres:");
}

/// What is the same when a ruling is.
digest content_of(const stored_ruling& ruling) {
  blake3_hasher hash;
  hash.update(std::as_bytes(std::span(ruling.subject.bytes)));
  hash.update(std::as_bytes(std::span(ruling.reference.bytes)));
  hash.update(std::as_bytes(std::span<const char>(ruling.document)));
  return hash.finish();
}

} // namespace

using detail::in_transaction;
using detail::sql_digest;
using detail::sql_number;
using detail::sql_row;

std::string_view name_of(key_channel channel) noexcept {
  switch (channel) {
  case key_channel::sketch: return "sketch";
  case key_channel::gram: return "gram";
  case key_channel::profile: return "profile";
  case key_channel::magnitudes: return "magnitudes";
  case key_channel::exact: return "exact";
  }
  return "";
}

fingerprint_index::fingerprint_index(std::unique_ptr<state> made) : state_(std::move(made)) {}
fingerprint_index::fingerprint_index(fingerprint_index&&) noexcept = default;
fingerprint_index& fingerprint_index::operator=(fingerprint_index&&) noexcept = default;
fingerprint_index::~fingerprint_index() = default;

result<fingerprint_index> fingerprint_index::open(const std::string& address,
                                                  const index_options& options) {
  auto sql = names_server(address) ? detail::connect_postgres(address, options)
                                   : detail::connect_sqlite(address, options);
  if (!sql) return std::move(sql).error();
  return fingerprint_index(
      std::make_unique<state>(state{std::move(*sql), detail::key_cache(options.key_cache_bytes)}));
}

result<index_addition> fingerprint_index::add(const fingerprint& print) {
  auto added = add_all({&print, 1});
  if (!added) return std::move(added).error();
  return added->front();
}

result<std::vector<index_addition>>
fingerprint_index::add_all(std::span<const fingerprint> prints) {
  return in_transaction(*state_->sql, true, [&]() -> result<std::vector<index_addition>> {
    std::vector<index_addition> out;
    for (const fingerprint& print : prints) {
      auto added = add_print(*state_->sql, print);
      if (!added) return std::move(added).error();
      out.push_back(*added);
      if (out.size() % detail::block_rows == 0)
        if (auto packed = pack_keys(*state_->sql); !packed) return std::move(packed).error();
    }
    if (auto packed = pack_keys(*state_->sql); !packed) return std::move(packed).error();
    return out;
  });
}

result<bool> fingerprint_index::remove(std::uint64_t id) {
  return in_transaction(*state_->sql, true, [&] { return detail::remove_print(*state_->sql, id); });
}

result<std::vector<index_entry>> fingerprint_index::list(std::uint64_t after, std::size_t limit) {
  return in_transaction(*state_->sql, false, [&]() -> result<std::vector<index_entry>> {
    std::vector<index_entry> entries;
    auto got = detail::read_entries(
        *state_->sql,
        "SELECT " WEIGHTKIN_ENTRY_COLUMNS " FROM model WHERE id > $1 ORDER BY id LIMIT $2",
        {sql_number(after), sql_number(std::min<std::size_t>(limit, INT32_MAX))}, entries);
    if (!got) return std::move(got).error();
    return entries;
  });
}

result<std::optional<std::vector<std::byte>>> fingerprint_index::print_bytes(std::uint64_t id) {
  return in_transaction(*state_->sql, false,
                        [&] { return detail::stored_bytes(*state_->sql, id); });
}

result<fingerprint> fingerprint_index::load(std::uint64_t id) {
  auto bytes = print_bytes(id);
  if (!bytes) return std::move(bytes).error();
  if (!*bytes) return error{errc::bad_argument, "the index has no model " + std::to_string(id)};
  return decode_fingerprint(**bytes, "model " + std::to_string(id) + " of the index");
}

result<std::vector<exact_match>> fingerprint_index::find_exact(const fingerprint& subject,
                                                               std::size_t limit) {
  if (auto fits = detail::check_fits(subject); !fits) return std::move(fits).error();
  return in_transaction(*state_->sql, false, [&] {
    return detail::exact_matches(*state_->sql, subject, std::min<std::size_t>(limit, INT32_MAX));
  });
}

result<std::vector<index_entry>> fingerprint_index::find_digest(const digest& wanted,
                                                                std::size_t limit) {
  return in_transaction(*state_->sql, false, [&]() -> result<std::vector<index_entry>> {
    std::vector<index_entry> entries;
    auto got = detail::read_entries(
        *state_->sql,
        "SELECT " WEIGHTKIN_ENTRY_COLUMNS " FROM model WHERE id IN (SELECT id FROM model WHERE "
        "root = $1 UNION SELECT id FROM model WHERE nameless = $1 UNION SELECT model FROM "
        "component "
        "WHERE root = $1 UNION SELECT model FROM component WHERE nameless = $1 UNION SELECT model "
        "FROM tensor_value WHERE value = $1) ORDER BY id LIMIT $2",
        {sql_digest(wanted), sql_number(std::min<std::size_t>(limit, INT32_MAX))}, entries);
    if (!got) return std::move(got).error();
    return entries;
  });
}

result<std::vector<index_candidate>>
fingerprint_index::find_candidates(const fingerprint& subject, const candidate_options& options) {
  if (options.limit == 0 || options.limit > most_candidates)
    return error{errc::bad_argument, "the number of candidates is to be 1 to 4096"};
  if (auto fits = detail::check_fits(subject); !fits) return std::move(fits).error();
  return in_transaction(*state_->sql, false, [&] {
    return detail::candidates(*state_->sql, state_->cache, subject, options.limit);
  });
}

result<bool> fingerprint_index::add_ruling(const stored_ruling& ruling) {
  if (ruling.document.size() > largest_document)
    return error{errc::unsupported, "rulings of more than 64 MiB are not kept"};
  const digest content = content_of(ruling);
  return in_transaction(*state_->sql, true, [&]() -> result<bool> {
    bool added = false;
    auto done = state_->sql->run(
        "INSERT INTO ruling(content, subject, reference, document) VALUES($1, $2, $3, $4) ON "
        "CONFLICT (content) DO NOTHING RETURNING id",
        {sql_digest(content), sql_digest(ruling.subject), sql_digest(ruling.reference),
         detail::sql_text(ruling.document)},
        [&](sql_row&) { return added = true; });
    if (!done) return std::move(done).error();
    return added;
  });
}

result<std::vector<stored_ruling>> fingerprint_index::rulings(const std::optional<digest>& model,
                                                              std::size_t limit) {
  return in_transaction(*state_->sql, false, [&]() -> result<std::vector<stored_ruling>> {
    std::vector<stored_ruling> out;
    digest content;
    const auto take = [&](sql_row& row) {
      out.push_back({row.hash(0), row.hash(1), row.text(2)});
      content = row.hash(3);
      return content_of(out.back()) == content;
    };
    const auto most = sql_number(std::min<std::size_t>(limit, INT32_MAX));
    auto got = model ? state_->sql->run("SELECT subject, reference, document, content FROM ruling "
                                        "WHERE subject = $1 OR reference = $1 ORDER BY id LIMIT $2",
                                        {sql_digest(*model), most}, take)
                     : state_->sql->run("SELECT subject, reference, document, content FROM ruling "
                                        "ORDER BY id LIMIT $1",
                                        {most}, take);
    if (!got) return std::move(got).error();
    if (!out.empty() && content_of(out.back()) != content)
      return error{errc::bad_format,
                   "the index is damaged: a ruling is not the one that was added"};
    return out;
  });
}

result<index_summary> fingerprint_index::summary() {
  return in_transaction(*state_->sql, false, [&]() -> result<index_summary> {
    index_summary out;
    out.engine = state_->sql->engine();
    out.schema = detail::index_schema_version;
    out.vector_search = state_->sql->vector_search();
    for (const auto& [statement, into] :
         {std::pair{"SELECT count(*) FROM model", &out.models},
          std::pair{"SELECT count(*) FROM component", &out.components},
          std::pair{"SELECT count(*) FROM ruling", &out.rulings}}) {
      auto count = detail::count_of(*state_->sql, statement);
      if (!count) return std::move(count).error();
      *into = *count;
    }
    auto seed = detail::seed_of(*state_->sql);
    if (!seed) return std::move(seed).error();
    out.seed = *seed;
    return out;
  });
}

result<index_check> fingerprint_index::verify(const progress_callback& on_progress) {
  return in_transaction(*state_->sql, false,
                        [&] { return detail::verify_all(*state_->sql, on_progress); });
}

} // namespace weightkin
