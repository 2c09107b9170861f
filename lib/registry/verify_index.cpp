#include <algorithm>
#include <cstring>
#include <unordered_map>

#include <weightkin/fingerprint/fingerprint_file.hpp>

#include "registry/index_state.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t most_problems = 100;

using packed_key = std::array<std::byte, key_bytes>;

/// Reports what is wrong, not more of it than somebody would read.
class check_list {
public:
  explicit check_list(index_check& check) : check_(check) {}
  void expect(bool right, const std::string& problem) {
    if (!right && !full()) check_.problems.push_back(problem);
  }
  [[nodiscard]] bool full() const { return check_.problems.size() >= most_problems; }

private:
  index_check& check_;
};

/// The sixteen first bytes of a hash would do; a mixed word a key is enough to find damage.
std::uint64_t mixed(std::span<const std::byte> bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const std::byte each : bytes)
    hash = (hash ^ static_cast<std::uint64_t>(each)) * 0x100000001b3;
  return hash;
}

/// What the keys of every component are, by channel.
using key_marks = std::unordered_map<std::uint64_t, std::array<std::uint64_t, key_channels>>;

std::array<std::uint64_t, key_channels> marks_of(const packed_key& key) {
  std::array<std::uint64_t, key_channels> marks{};
  for (std::size_t c = 0; c < key_channels; ++c)
    marks[c] = mixed(std::span(key).subspan(key_starts[c], key_sizes[c]));
  return marks;
}

result<key_marks> stored_marks(sql_connection& sql, check_list& list) {
  constexpr std::array all{key_channel::sketch, key_channel::gram, key_channel::profile,
                           key_channel::magnitudes};
  key_marks marks;
  key_cache none(0);
  auto walked = walk_keys(sql, none, all, [&](key_channel channel, const key_group& group) {
    const auto c = static_cast<std::size_t>(channel);
    for (std::size_t r = 0; r < group.components.size(); ++r) {
      if (c == 0)
        list.expect(!marks.contains(group.components[r]),
                    "component " + std::to_string(group.components[r]) + " has two keys");
      std::vector<std::byte> bytes(key_sizes[c]);
      if (c < 2) {
        std::memcpy(bytes.data(), group.bytes.data() + r * key_sizes[c], bytes.size());
      } else {
        for (std::size_t i = 0; i < bytes.size(); i += 2) {
          const auto word = static_cast<std::uint16_t>(group.words[(r * bytes.size() + i) / 2]);
          bytes[i] = static_cast<std::byte>(word & 0xFF);
          bytes[i + 1] = static_cast<std::byte>(word >> 8);
        }
      }
      marks[group.components[r]][c] = mixed(bytes);
    }
  });
  if (!walked) return std::move(walked).error();
  return marks;
}

struct stored_component {
  std::uint64_t id = 0;
  std::string name;
  std::uint64_t kind = 0;
  std::uint64_t parameters = 0;
  std::optional<print_roots> roots;
};

result<std::vector<stored_component>> stored_components_of(sql_connection& sql,
                                                           std::uint64_t model) {
  std::vector<stored_component> parts;
  auto got = sql.run("SELECT id, place, name, kind, parameters, root, nameless FROM component "
                     "WHERE model = $1 ORDER BY place",
                     {sql_number(model)}, [&](sql_row& row) {
                       stored_component part;
                       part.id = row.number(0);
                       part.name = row.text(2);
                       part.kind = row.number(3);
                       part.parameters = row.number(4);
                       if (!row.null(5) && !row.null(6))
                         part.roots = print_roots{row.hash(5), row.hash(6)};
                       const bool in_place = row.number(1) == parts.size();
                       parts.push_back(std::move(part));
                       return in_place;
                     });
  if (!got) return std::move(got).error();
  return parts;
}

bool same_component(const stored_component& stored, const fingerprint& print, std::size_t place) {
  const component& own = print.contents.components[place];
  const auto roots = place < print.component_roots.size() ? print.component_roots[place]
                                                          : std::optional<print_roots>{};
  return stored.name == own.id && stored.kind == static_cast<std::uint64_t>(own.kind) &&
         stored.parameters == own.parameters && stored.roots == roots;
}

bool same_entry(const index_entry& entry, const fingerprint& print, std::size_t bytes) {
  return entry.name == print.name && entry.format == print.format &&
         entry.tensors == print.tensors.size() && entry.parameters == print.contents.parameters &&
         entry.bytes == bytes && entry.roots == print.roots;
}

/// What all models together should have in the tables.
struct totals {
  std::uint64_t values = 0;
  std::uint64_t components = 0;
};

result<bool> has_value(sql_connection& sql, const exact_value& value, std::uint64_t model) {
  bool found = false;
  auto got = sql.run("SELECT elements FROM tensor_value WHERE value = $1 AND model = $2",
                     {sql_digest(value.value), sql_number(model)}, [&](sql_row& row) {
                       found = row.number(0) == value.elements;
                       return true;
                     });
  if (!got) return std::move(got).error();
  return found;
}

result<void> check_model(sql_connection& sql, const index_entry& entry, const key_marks& marks,
                         std::uint64_t seed, totals& sum, check_list& list) {
  const std::string who = "model " + std::to_string(entry.id);
  auto bytes = stored_bytes(sql, entry.id);
  list.expect(bytes && *bytes, bytes ? who + " has no fingerprint" : bytes.error().message);
  if (!bytes || !*bytes) return {};
  auto print = decode_fingerprint(**bytes, who);
  list.expect(print.has_value(), print ? std::string() : print.error().message);
  if (!print || !check_fits(*print)) return {};
  list.expect(print->seed == seed, who + " has another seed than the index");
  list.expect(same_entry(entry, *print, (*bytes)->size()),
              who + " is not what its fingerprint says");
  for (const exact_value& value : exact_values(*print)) {
    auto there = has_value(sql, value, entry.id);
    if (!there) return std::move(there).error();
    list.expect(*there, who + " cannot be found by one of its tensors");
    ++sum.values;
  }
  auto parts = stored_components_of(sql, entry.id);
  if (!parts) return std::move(parts).error();
  sum.components += parts->size();
  const std::size_t count = print->contents.components.size();
  list.expect(parts->size() == count, who + " has other components than its fingerprint");
  for (std::size_t place = 0; place < std::min(parts->size(), count); ++place) {
    const stored_component& part = (*parts)[place];
    list.expect(same_component(part, *print, place), who + ", component " + std::to_string(place) +
                                                         ", is not what its fingerprint says");
    const auto known = marks.find(part.id);
    list.expect(known != marks.end() && known->second == marks_of(packed(key_of(*print, place))),
                who + ", component " + std::to_string(place) + ", has another search key");
  }
  return {};
}

result<void> check_models(sql_connection& sql, const key_marks& marks, check_list& list,
                          index_check& check, const progress_callback& on_progress) {
  auto count = count_of(sql, "SELECT count(*) FROM model");
  auto seed = seed_of(sql);
  if (!count || !seed) return (!count ? count.error() : seed.error());
  progress_meter meter(on_progress, "verify", *count);
  totals sum;
  for (std::uint64_t after = 0; !list.full();) {
    std::vector<index_entry> some;
    if (auto got = read_entries(sql,
                                "SELECT " WEIGHTKIN_ENTRY_COLUMNS
                                " FROM model WHERE id > $1 ORDER BY id LIMIT 256",
                                {sql_number(after)}, some);
        !got)
      return got;
    if (some.empty()) break;
    for (const index_entry& entry : some) {
      if (auto done = check_model(sql, entry, marks, seed->value_or(0), sum, list); !done)
        return done;
      ++check.models;
      if (!meter.advance(1)) return error{errc::cancelled, "the check was cancelled"};
    }
    if (some.back().id <= after) break; // ids that do not rise: damage that was reported above
    after = some.back().id;
  }
  for (const auto& [statement, wanted, what] :
       {std::tuple{"SELECT count(*) FROM tensor_value", sum.values, "tensors"},
        std::tuple{"SELECT count(*) FROM component", sum.components, "components"},
        std::tuple{"SELECT count(*) FROM model_print", check.models, "fingerprints"}}) {
    auto there = count_of(sql, statement);
    if (!there) return std::move(there).error();
    list.expect(*there == wanted || list.full(),
                std::string("there are ") + what + " that belong to no model");
  }
  auto removed = removed_keys(sql);
  if (!removed) return std::move(removed).error();
  list.expect(marks.size() == sum.components + removed->size() || list.full(),
              "there are keys that belong to no component");
  return {};
}

} // namespace

result<index_check> verify_all(sql_connection& sql, const progress_callback& on_progress) {
  index_check check;
  check_list list(check);
  if (auto file = sql.check_file(check.problems); !file) {
    list.expect(false, file.error().message);
    return check;
  }
  if (!check.problems.empty()) return check;
  auto marks = stored_marks(sql, list);
  if (!marks) {
    if (marks.error().code != errc::bad_format) return std::move(marks).error();
    list.expect(false, marks.error().message);
    return check;
  }
  if (auto models = check_models(sql, *marks, list, check, on_progress); !models) {
    if (models.error().code != errc::bad_format) return std::move(models).error();
    list.expect(false, models.error().message);
  }
  auto rulings = count_of(sql, "SELECT count(*) FROM ruling");
  if (!rulings) return std::move(rulings).error();
  check.rulings = *rulings;
  return check;
}

} // namespace weightkin::detail
