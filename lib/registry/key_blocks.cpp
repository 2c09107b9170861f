#include "registry/key_blocks.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>
#include <utility>

namespace weightkin::detail {
namespace {

// A block's parts are numbered 8 * block + channel; part 4 holds the components' numbers.
constexpr std::int64_t parts_a_block = 8;
constexpr std::int64_t numbers_part = 4;

std::size_t part_bytes(std::int64_t part) {
  return block_rows *
         (part == numbers_part ? sizeof(std::uint64_t) : key_sizes[static_cast<std::size_t>(part)]);
}

error damaged(std::int64_t block) {
  return {errc::bad_format, "the index is damaged: key block " + std::to_string(block) +
                                " is missing or has another size"};
}

std::uint64_t read_number(const std::byte* bytes) {
  std::uint64_t value = 0;
  for (int i = 7; i >= 0; --i)
    value = value << 8 | static_cast<std::uint64_t>(bytes[i]);
  return value;
}

/// The value `id` of a table with one `data` column.
result<std::int64_t> single(sql_connection& sql, std::string_view statement) {
  std::int64_t value = -1;
  auto got = sql.run(statement, {}, [&](sql_row& row) {
    if (!row.null(0)) value = row.integer(0);
    return true;
  });
  if (!got) return std::move(got).error();
  return value;
}

struct waiting_keys {
  std::vector<std::uint64_t> components;
  std::vector<std::byte> keys;
};

/// The first keys that wait: one more than a sound index ever leaves waiting.
result<waiting_keys> read_tail(sql_connection& sql) {
  waiting_keys tail;
  auto got = sql.run("SELECT component, keys FROM key_tail ORDER BY component LIMIT 256", {},
                     [&](sql_row& row) {
                       const sql_bytes keys = row.exactly(1, key_bytes);
                       tail.components.push_back(row.number(0));
                       tail.keys.insert(tail.keys.end(), keys.begin(), keys.end());
                       return true;
                     });
  if (!got) return std::move(got).error();
  return tail;
}

/// One channel of the first `count` keys, row after row.
std::vector<std::byte> channel_of(const waiting_keys& tail, std::size_t channel,
                                  std::size_t count) {
  std::vector<std::byte> out(count * key_sizes[channel]);
  for (std::size_t r = 0; r < count; ++r)
    std::memcpy(out.data() + r * key_sizes[channel],
                tail.keys.data() + r * key_bytes + key_starts[channel], key_sizes[channel]);
  return out;
}

result<void> write_part(sql_connection& sql, std::int64_t id, sql_bytes data) {
  return sql.run("INSERT INTO key_block(id, data) VALUES($1, $2)", {id, data});
}

/// The first of the waiting keys become a block.
result<void> write_block(sql_connection& sql) {
  auto tail = read_tail(sql);
  if (!tail) return std::move(tail).error();
  if (tail->components.size() < block_rows) return damaged(-1);
  auto last = single(sql, "SELECT max(id) FROM key_block");
  if (!last) return std::move(last).error();
  const std::int64_t block = *last < 0 ? 0 : *last / parts_a_block + 1;
  for (std::size_t channel = 0; channel < key_channels; ++channel)
    if (auto put = write_part(sql, block * parts_a_block + static_cast<std::int64_t>(channel),
                              channel_of(*tail, channel, block_rows));
        !put)
      return put;
  std::vector<std::byte> numbers(part_bytes(numbers_part));
  for (std::size_t r = 0; r < block_rows; ++r)
    for (std::size_t i = 0; i < 8; ++i)
      numbers[8 * r + i] = static_cast<std::byte>(tail->components[r] >> (8 * i) & 0xFF);
  if (auto put = write_part(sql, block * parts_a_block + numbers_part, numbers); !put) return put;
  return sql.run("DELETE FROM key_tail WHERE component <= $1",
                 {sql_number(tail->components[block_rows - 1])});
}

/// Parts of blocks as they are walked: from the cache, else from the database, many blocks with one
/// question, since a server takes as long to answer a small one. Holds 64 blocks, 9 MiB, at most.
class part_reader {
public:
  /// \param first the lowest part that will be asked for: lower ones are not fetched.
  part_reader(sql_connection& sql, key_cache& cache, std::int64_t first)
      : sql_(sql), cache_(cache), first_(first) {}

  /// Lives until the next call.
  result<const std::vector<std::byte>*> read(std::int64_t block, std::int64_t part) {
    const std::int64_t id = block * parts_a_block + part;
    if (const auto* known = cache_.find(id)) return known;
    if (const auto known = ahead_.find(id); known != ahead_.end()) return &known->second;
    if (auto got = fetch(block); !got) return std::move(got).error();
    const auto known = ahead_.find(id);
    if (known == ahead_.end()) return damaged(block);
    return &known->second;
  }

private:
  static constexpr std::int64_t blocks_together = 64;

  result<void> fetch(std::int64_t block) {
    ahead_.clear();
    std::int64_t strange = -1;
    auto got = sql_.run("SELECT id, data FROM key_block WHERE id >= $1 AND id < $2 AND (id & 7) >= "
                        "$3 ORDER BY id",
                        {block * parts_a_block, (block + blocks_together) * parts_a_block, first_},
                        [&](sql_row& row) {
                          const std::int64_t id = row.integer(0);
                          const std::int64_t part = id % parts_a_block;
                          if (id < 0 || part > numbers_part || ahead_.contains(id)) {
                            strange = id / parts_a_block;
                            return false;
                          }
                          const sql_bytes data = row.exactly(1, part_bytes(part));
                          auto& kept = ahead_[id];
                          kept.assign(data.begin(), data.end());
                          cache_.keep(id, kept);
                          return !row.wrong();
                        });
    if (got && strange >= 0) return damaged(strange);
    return got;
  }

  sql_connection& sql_;
  key_cache& cache_;
  std::int64_t first_;
  std::map<std::int64_t, std::vector<std::byte>> ahead_;
};

/// Room for a group in host byte order.
struct group_room {
  std::vector<std::uint64_t> components;
  std::vector<std::int16_t> words;

  void take_numbers(std::span<const std::byte> data) {
    components.resize(data.size() / 8);
    for (std::size_t r = 0; r < components.size(); ++r)
      components[r] = read_number(data.data() + 8 * r);
  }

  [[nodiscard]] key_group group(std::size_t channel, std::span<const std::byte> data) {
    key_group out{components, {}, {}};
    if (channel < 2) {
      out.bytes = {reinterpret_cast<const std::int8_t*>(data.data()), data.size()};
      return out;
    }
    words.resize(data.size() / 2);
    std::memcpy(words.data(), data.data(), data.size());
    if constexpr (std::endian::native == std::endian::big)
      for (std::int16_t& word : words) {
        const auto bits = static_cast<std::uint16_t>(word);
        word = static_cast<std::int16_t>(bits << 8 | bits >> 8);
      }
    out.words = words;
    return out;
  }
};

} // namespace

void key_cache::belongs_to(const std::vector<std::byte>& identity) {
  if (identity == identity_) return;
  blocks_.clear();
  held_ = 0;
  identity_ = identity;
}

const std::vector<std::byte>* key_cache::find(std::int64_t block) const {
  const auto known = blocks_.find(block);
  return known == blocks_.end() ? nullptr : &known->second;
}

void key_cache::keep(std::int64_t block, const std::vector<std::byte>& data) {
  if (held_ + data.size() > most_ || blocks_.contains(block)) return;
  held_ += data.size();
  blocks_.emplace(block, data);
}

result<void> append_key(sql_connection& sql, std::uint64_t component, const search_key& key) {
  const auto bytes = packed(key);
  return sql.run("INSERT INTO key_tail(component, keys) VALUES($1, $2)",
                 {sql_number(component), sql_bytes(bytes)});
}

result<void> pack_keys(sql_connection& sql) {
  for (;;) {
    auto waiting = single(sql, "SELECT count(*) FROM key_tail");
    if (!waiting) return std::move(waiting).error();
    if (*waiting < static_cast<std::int64_t>(block_rows)) return {};
    if (auto written = write_block(sql); !written) return written;
  }
}

result<void> remove_key(sql_connection& sql, std::uint64_t component) {
  bool waited = false;
  auto gone = sql.run("DELETE FROM key_tail WHERE component = $1 RETURNING component",
                      {sql_number(component)}, [&](sql_row&) { return waited = true; });
  if (!gone || waited) return gone;
  return sql.run("INSERT INTO key_removed(component) VALUES($1) ON CONFLICT DO NOTHING",
                 {sql_number(component)});
}

result<std::unordered_set<std::uint64_t>> removed_keys(sql_connection& sql) {
  std::unordered_set<std::uint64_t> removed;
  auto got = sql.run("SELECT component FROM key_removed", {}, [&](sql_row& row) {
    removed.insert(row.number(0));
    return true;
  });
  if (!got) return std::move(got).error();
  return removed;
}

result<void> walk_keys(sql_connection& sql, key_cache& cache, std::span<const key_channel> channels,
                       const group_sink& sink) {
  std::vector<std::byte> identity;
  auto named = sql.run("SELECT value FROM meta WHERE name = 'identity'", {}, [&](sql_row& row) {
    const sql_bytes value = row.bytes(0);
    identity.assign(value.begin(), value.end());
    return true;
  });
  if (!named) return named;
  cache.belongs_to(identity);
  auto last = single(sql, "SELECT max(id) FROM key_block");
  if (!last) return std::move(last).error();
  if (channels.empty()) return {};
  group_room room;
  part_reader parts(sql, cache, static_cast<std::int64_t>(*std::ranges::min_element(channels)));
  for (std::int64_t block = 0; *last >= 0 && block <= *last / parts_a_block; ++block) {
    auto numbers = parts.read(block, numbers_part);
    if (!numbers) return std::move(numbers).error();
    room.take_numbers(**numbers);
    for (const key_channel channel : channels) {
      auto data = parts.read(block, static_cast<std::int64_t>(channel));
      if (!data) return std::move(data).error();
      sink(channel, room.group(static_cast<std::size_t>(channel), **data));
    }
  }
  auto tail = read_tail(sql);
  if (!tail) return std::move(tail).error();
  if (tail->components.size() >= block_rows)
    return error{errc::bad_format, "the index is damaged: too many keys wait for their block"};
  if (tail->components.empty()) return {};
  room.components = tail->components;
  for (const key_channel channel : channels) {
    const auto at = static_cast<std::size_t>(channel);
    const auto data = channel_of(*tail, at, tail->components.size());
    sink(channel, room.group(at, data));
  }
  return {};
}

} // namespace weightkin::detail
