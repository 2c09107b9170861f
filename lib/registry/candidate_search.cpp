#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <tuple>

#include "registry/asked_together.hpp"
#include "registry/best_rows.hpp"
#include "registry/index_state.hpp"
#include "registry/key_distance.hpp"
#include "registry/server_vectors.hpp"

namespace weightkin::detail {
namespace {

constexpr std::array channels{key_channel::sketch, key_channel::gram, key_channel::profile,
                              key_channel::magnitudes};

/// One component of the subject looking for its like.
struct seeker {
  std::string component;
  search_key key;
  std::vector<best_rows> best; ///< by channel
};

std::vector<seeker> seekers_of(const fingerprint& subject, std::size_t limit) {
  std::vector<seeker> out;
  for (std::size_t i = 0; i < subject.contents.components.size(); ++i) {
    seeker each{subject.contents.components[i].id, key_of(subject, i), {}};
    if (std::none_of(each.key.has.begin(), each.key.has.end(), [](bool has) { return has; }))
      continue;
    each.best.assign(key_channels, best_rows(limit));
    out.push_back(std::move(each));
  }
  return out;
}

void measure(const seeker& each, key_channel channel, const key_group& group,
             std::vector<std::int32_t>& out) {
  const std::size_t count = group.components.size();
  out.resize(count);
  switch (channel) {
  case key_channel::sketch:
    return key_products(each.key.sketch.data(), sketch_width, group.bytes.data(), count,
                        out.data());
  case key_channel::gram:
    return key_products(each.key.gram.data(), gram_width, group.bytes.data(), count, out.data());
  case key_channel::profile:
    key_distances(each.key.profile.data(), profile_width, group.words.data(), count, out.data());
    break;
  default:
    key_distances(each.key.magnitudes.data(), magnitude_width, group.words.data(), count,
                  out.data());
  }
  for (std::int32_t& distance : out)
    distance = -std::abs(distance / 2); // never the one number that has no opposite
}

double shown_score(key_channel channel, std::int32_t score) {
  switch (channel) {
  case key_channel::sketch:
  case key_channel::gram: return score / (key_length * key_length);
  case key_channel::profile: return 2.0 * score / (profile_width * key_steps);
  default: return 2.0 * score / (magnitude_width * key_steps);
  }
}

struct placed {
  std::size_t place = 0;
  key_channel channel = key_channel::sketch;
  std::uint64_t component = 0; ///< 0: `model` is known
  std::uint64_t model = 0;
  std::string own;
  double score = 0;
};

/// The nearest sketches by the server's own index.
result<void> ask_server(sql_connection& sql, std::vector<seeker>& seekers, std::size_t limit) {
  for (seeker& each : seekers) {
    if (!each.key.has[0]) continue;
    auto rows = nearest_vectors(sql, each.key, limit);
    if (!rows) return std::move(rows).error();
    for (const best_row& row : *rows)
      each.best[0].offer(row.score, row.component, {});
  }
  return {};
}

result<void> look_through(sql_connection& sql, key_cache& cache, std::vector<seeker>& seekers) {
  auto removed = removed_keys(sql);
  if (!removed) return std::move(removed).error();
  // Where the server finds sketches itself, only the other channels are walked.
  const std::span<const key_channel> walked =
      std::span(channels).subspan(sql.vector_search() ? 1 : 0);
  std::vector<std::int32_t> scores;
  return walk_keys(sql, cache, walked, [&](key_channel channel, const key_group& group) {
    for (seeker& each : seekers) {
      if (!each.key.has[static_cast<std::size_t>(channel)]) continue;
      measure(each, channel, group, scores);
      best_rows& best = each.best[static_cast<std::size_t>(channel)];
      for (std::size_t r = 0; r < scores.size(); ++r)
        best.offer(scores[r], group.components[r], *removed);
    }
  });
}

/// Everything found, the first of every channel and component before the second ones.
std::vector<placed> line_up(std::vector<seeker>&& seekers,
                            const std::vector<exact_match>& matches) {
  std::vector<placed> line;
  for (std::size_t at = 0; at < matches.size(); ++at)
    line.push_back({at, key_channel::exact, 0, matches[at].model.id, {}, matches[at].share});
  for (seeker& each : seekers)
    for (const key_channel channel : channels) {
      auto rows = std::move(each.best[static_cast<std::size_t>(channel)]).sorted();
      for (std::size_t at = 0; at < rows.size(); ++at)
        line.push_back({at, channel, rows[at].component, 0, each.component,
                        shown_score(channel, rows[at].score)});
    }
  std::stable_sort(line.begin(), line.end(), [](const placed& a, const placed& b) {
    const auto key = [](const placed& p) {
      return std::tuple(p.channel == key_channel::exact ? 0 : 1, p.place, p.channel);
    };
    return key(a) < key(b);
  });
  return line;
}

/// Fills in which models the components are of; 0 where there is none.
result<void> find_models(sql_connection& sql, std::span<placed> line) {
  std::vector<std::uint64_t> components;
  for (const placed& each : line)
    if (each.model == 0) components.push_back(each.component);
  auto models = models_of(sql, components);
  if (!models) return std::move(models).error();
  for (placed& each : line)
    if (each.model == 0)
      if (const auto known = models->find(each.component); known != models->end())
        each.model = known->second;
  return {};
}

/// The first `limit` models of the line, each once.
result<std::vector<index_candidate>> first_of(sql_connection& sql, std::vector<placed> line,
                                              std::size_t limit) {
  constexpr std::size_t together = 64;
  std::vector<index_candidate> out;
  std::unordered_set<std::uint64_t> taken;
  for (std::size_t first = 0; first < line.size() && out.size() < limit; first += together) {
    const auto part = std::span(line).subspan(first, std::min(together, line.size() - first));
    if (auto found = find_models(sql, part); !found) return std::move(found).error();
    std::vector<std::uint64_t> models;
    for (placed& each : part) {
      if (each.model == 0) continue;
      if (taken.insert(each.model).second)
        models.push_back(each.model);
      else
        each.model = 0;
    }
    auto entries = entries_of(sql, models);
    if (!entries) return std::move(entries).error();
    for (placed& each : part) {
      const auto entry = entries->find(each.model);
      if (entry == entries->end() || out.size() == limit) continue;
      out.push_back(
          {std::move(entry->second), each.channel, each.place, std::move(each.own), each.score});
    }
  }
  return out;
}

} // namespace

result<std::vector<index_candidate>> candidates(sql_connection& sql, key_cache& cache,
                                                const fingerprint& subject, std::size_t limit) {
  auto seed = seed_of(sql);
  if (!seed) return std::move(seed).error();
  if (!*seed) return std::vector<index_candidate>{};
  if (**seed != subject.seed)
    return error{errc::bad_argument, "the index holds fingerprints of seed " +
                                         std::to_string(**seed) + ", the subject has seed " +
                                         std::to_string(subject.seed)};
  // Half of the places at most go to what is equal: the rest of the model counts too.
  auto matches = exact_matches(sql, subject, std::max<std::size_t>(1, limit / 2));
  if (!matches) return std::move(matches).error();
  std::vector<seeker> seekers = seekers_of(subject, limit);
  if (sql.vector_search())
    if (auto asked = ask_server(sql, seekers, limit); !asked) return std::move(asked).error();
  if (auto looked = look_through(sql, cache, seekers); !looked) return std::move(looked).error();
  return first_of(sql, line_up(std::move(seekers), *matches), limit);
}

} // namespace weightkin::detail
