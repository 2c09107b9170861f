#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "registry/asked_together.hpp"

namespace weightkin::detail {
namespace {

/// What of the subject a model has.
struct shared_values {
  double elements = 0;
  std::uint64_t tensors = 0;
};
using sharers = std::unordered_map<std::uint64_t, shared_values>;

result<double> count_values(sql_connection& sql, const fingerprint& subject, sharers& found) {
  // Sixteen at a time: a server is asked less often.
  constexpr std::size_t together = 16;
  constexpr std::string_view statement =
      "SELECT value, model FROM tensor_value WHERE value IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
      "$10, $11, $12, $13, $14, $15, $16)";
  const std::vector<exact_value> values = exact_values(subject);
  double all = 0;
  for (std::size_t first = 0; first < values.size(); first += together) {
    std::map<digest, double> elements;
    std::vector<sql_value> wanted;
    for (std::size_t i = 0; i < together; ++i) { // the last one fills what is left over
      const exact_value& each = values[std::min(first + i, values.size() - 1)];
      wanted.push_back(sql_digest(each.value));
      if (elements.emplace(each.value, static_cast<double>(each.elements)).second)
        all += static_cast<double>(each.elements);
    }
    auto got = sql.run(statement, wanted, [&](sql_row& row) {
      const auto known = elements.find(row.hash(0));
      if (known == elements.end()) return true;
      shared_values& shared = found[row.number(1)];
      shared.elements += known->second;
      ++shared.tensors;
      return true;
    });
    if (!got) return std::move(got).error();
  }
  return all;
}

/// Component matches by model.
using matched_parts = std::map<std::uint64_t, std::vector<std::pair<std::string, std::string>>>;

result<matched_parts> match_components(sql_connection& sql, const fingerprint& subject,
                                       std::size_t limit) {
  matched_parts parts;
  for (std::size_t i = 0; i < subject.component_roots.size(); ++i) {
    const auto& roots = subject.component_roots[i];
    if (!roots || i >= subject.contents.components.size()) continue;
    const component& own = subject.contents.components[i];
    if (own.tensors == 0) continue;
    auto got =
        sql.run("SELECT model, name FROM component WHERE nameless = $1 ORDER BY model LIMIT $2",
                {sql_digest(roots->nameless), sql_number(limit)}, [&](sql_row& row) {
                  parts[row.number(0)].emplace_back(own.id, row.text(1));
                  return true;
                });
    if (!got) return std::move(got).error();
  }
  return parts;
}

/// The models that any way leads to, those with the largest share first where they are many.
std::vector<std::uint64_t> worth_showing(const sharers& found, const matched_parts& parts,
                                         const std::vector<index_entry>& same, std::size_t limit) {
  std::vector<std::uint64_t> order;
  for (const auto& [model, shared] : found)
    order.push_back(model);
  std::sort(order.begin(), order.end(), [&](std::uint64_t a, std::uint64_t b) {
    return std::tuple(-found.at(a).elements, a) < std::tuple(-found.at(b).elements, b);
  });
  if (order.size() > limit) order.resize(limit);
  for (const auto& [model, names] : parts)
    order.push_back(model);
  for (const index_entry& entry : same)
    order.push_back(entry.id);
  std::sort(order.begin(), order.end());
  order.erase(std::unique(order.begin(), order.end()), order.end());
  return order;
}

} // namespace

result<std::vector<exact_match>> exact_matches(sql_connection& sql, const fingerprint& subject,
                                               std::size_t limit) {
  sharers found;
  auto all = count_values(sql, subject, found);
  if (!all) return std::move(all).error();
  auto parts = match_components(sql, subject, limit);
  if (!parts) return std::move(parts).error();
  std::vector<index_entry> same;
  if (subject.roots)
    if (auto got = read_entries(sql,
                                "SELECT " WEIGHTKIN_ENTRY_COLUMNS
                                " FROM model WHERE nameless = $1 ORDER BY id LIMIT $2",
                                {sql_digest(subject.roots->nameless), sql_number(limit)}, same);
        !got)
      return std::move(got).error();
  std::vector<exact_match> matches;
  const std::vector<std::uint64_t> shown = worth_showing(found, *parts, same, limit);
  auto entries = entries_of(sql, shown);
  if (!entries) return std::move(entries).error();
  for (const std::uint64_t model : shown) {
    const auto entry = entries->find(model);
    if (entry == entries->end()) continue;
    exact_match each;
    each.model = std::move(entry->second);
    if (subject.roots && each.model.roots) {
      each.same_root = each.model.roots->named == subject.roots->named;
      each.same_nameless = each.model.roots->nameless == subject.roots->nameless;
    }
    if (const auto names = parts->find(model); names != parts->end())
      each.components = std::move(names->second);
    if (const auto shared = found.find(model); shared != found.end()) {
      each.tensors_equal = shared->second.tensors;
      each.share = *all > 0 ? shared->second.elements / *all : 0.0;
    }
    matches.push_back(std::move(each));
  }
  std::sort(matches.begin(), matches.end(), [](const exact_match& a, const exact_match& b) {
    return std::tuple(!a.same_root, !a.same_nameless, -a.share, a.model.id) <
           std::tuple(!b.same_root, !b.same_nameless, -b.share, b.model.id);
  });
  if (matches.size() > limit) matches.resize(limit);
  return matches;
}

} // namespace weightkin::detail
