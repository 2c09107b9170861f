#include <algorithm>
#include <optional>
#include <set>

#include <weightkin/policy/model_claims.hpp>

#include "policy/front_matter.hpp"
#include "policy/yaml_events.hpp"

namespace weightkin {
namespace {

using detail::yaml_event;
using detail::yaml_events;
using detail::yaml_kind;

bool is_null(const yaml_event& value) {
  if (value.kind != yaml_kind::text || !value.is_plain) return false;
  const std::string_view written[] = {"", "~", "null", "Null", "NULL"};
  return std::ranges::find(written, value.text) != std::end(written);
}

/// Without the white space around it, which blocks of text end with.
std::string trimmed_text(std::string_view text) {
  constexpr std::string_view white = " \t\r\n";
  const std::size_t first = text.find_first_not_of(white);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(white) + 1 - first));
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

/// Adds a name; none where the value is null or blank.
result<void> add_name(std::vector<std::string>& names, const yaml_event& value,
                      const yaml_events& events) {
  if (value.kind != yaml_kind::text || value.is_tagged)
    return events.complaint(value.line, "only texts and lists of texts are read here");
  if (is_null(value)) return {};
  std::string name = trimmed_text(value.text);
  if (has_control(name)) return events.complaint(value.line, "a name has one line");
  if (!name.empty()) names.push_back(std::move(name));
  return {};
}

/// The names under a key: a text or a list of texts.
result<std::vector<std::string>> read_names(yaml_events& events) {
  std::vector<std::string> out;
  auto value = events.next();
  if (!value) return std::move(value).error();
  if (value->kind != yaml_kind::list || value->is_tagged) {
    if (auto added = add_name(out, *value, events); !added) return std::move(added).error();
    return out;
  }
  for (;;) {
    value = events.next();
    if (!value) return std::move(value).error();
    if (value->kind == yaml_kind::end) return out;
    if (auto added = add_name(out, *value, events); !added) return std::move(added).error();
  }
}

void add_once(std::vector<std::string>& list, const std::string& value) {
  if (!value.empty() && std::ranges::find(list, value) == list.end()) list.push_back(value);
}

/// "https://host/owner/name" as "owner/name".
std::string repository_of(std::string_view address) {
  while (address.ends_with('/'))
    address.remove_suffix(1);
  const std::size_t scheme = address.find("://");
  if (scheme == std::string_view::npos) return std::string(address);
  const std::string_view path = address.substr(scheme + 3);
  const std::size_t name = path.rfind('/');
  const std::size_t owner =
      name == std::string_view::npos || name == 0 ? name : path.rfind('/', name - 1);
  return std::string(owner == std::string_view::npos ? address : path.substr(owner + 1));
}

/// What is read of a card; nothing: the key does not occur.
struct card_keys {
  std::optional<std::vector<std::string>> base_model;
  std::optional<std::vector<std::string>> relation;
  std::optional<std::vector<std::string>> licence;

  std::optional<std::vector<std::string>>* find(std::string_view key) {
    if (key == "base_model") return &base_model;
    if (key == "base_model_relation") return &relation;
    return key == "license" ? &licence : nullptr;
  }
};

/// A key and its value. A key may stand for others: an alias, a merge, a type of somebody's.
result<void> read_member(yaml_events& events, const yaml_event& key, card_keys& out) {
  if (key.kind != yaml_kind::text || key.is_tagged || (key.is_plain && key.text == "<<"))
    return events.complaint(key.line, "only texts are read as keys, and none of other maps");
  std::optional<std::vector<std::string>>* const place = out.find(key.text);
  if (place == nullptr) {
    const auto value = events.next();
    if (!value) return value.error();
    return events.pass_over(*value);
  }
  if (*place) return events.complaint(key.line, key.text + " occurs twice");
  auto names = read_names(events);
  if (!names) return std::move(names).error();
  if (key.text == "base_model_relation" && names->size() > 1)
    return events.complaint(key.line, key.text + " is one text");
  *place = std::move(*names);
  return {};
}

/// The one map that the front matter is; it may be empty.
result<card_keys> read_keys(yaml_events& events) {
  card_keys out;
  const auto document = events.next();
  if (!document) return document.error();
  const auto root = events.next();
  if (!root) return root.error();
  if (!is_null(*root) && (root->kind != yaml_kind::map || root->is_tagged))
    return events.complaint(root->line, "the front matter is no map of keys and values");
  while (root->kind == yaml_kind::map) {
    const auto key = events.next();
    if (!key) return key.error();
    if (key->kind == yaml_kind::end) break;
    if (auto done = read_member(events, *key, out); !done) return std::move(done).error();
  }
  const auto end = events.next();
  if (!end) return end.error();
  const auto after = events.next();
  if (!after) return after.error();
  if (after->kind != yaml_kind::end_of_text)
    return events.complaint(after->line, "a second document begins within the front matter");
  return out;
}

} // namespace

result<model_claims> read_card_claims(std::string_view card, std::string_view label) {
  const auto front = detail::find_front_matter(card, label);
  if (!front) return front.error();
  model_claims out;
  if (!*front) return out;
  yaml_events events((*front)->text, label, (*front)->first_line);
  auto keys = read_keys(events);
  if (!keys) return std::move(keys).error();
  if (keys->base_model)
    for (const std::string& base : *keys->base_model)
      add_once(out.base_models, base);
  if (keys->relation && !keys->relation->empty()) out.relation = keys->relation->front();
  if (keys->licence) out.licences = std::move(*keys->licence);
  return out;
}

model_claims claims_in_metadata(std::span<const std::pair<std::string, std::string>> metadata) {
  constexpr std::string_view prefix = "general.base_model.";
  const auto value = [&](const std::string& key) -> std::string {
    for (const auto& [name, text] : metadata)
      if (name == key) return text;
    return {};
  };
  // Numbers as they occur: a hostile count is of no use.
  std::set<std::string> numbers;
  for (const auto& [name, text] : metadata) {
    if (!name.starts_with(prefix)) continue;
    const std::string number =
        name.substr(prefix.size(), name.find('.', prefix.size()) - prefix.size());
    if (!number.empty() && number.find_first_not_of("0123456789") == std::string::npos)
      numbers.insert(number);
  }
  model_claims out;
  for (const std::string& number : numbers) {
    const std::string base = std::string(prefix) + number + ".";
    const std::string address = value(base + "repo_url");
    std::string owner = value(base + "organization");
    const std::string name = value(base + "name");
    if (!owner.empty() && !name.empty()) owner += "/";
    if (!address.empty())
      add_once(out.base_models, repository_of(address));
    else
      add_once(out.base_models, name.empty() ? name : owner + name);
  }
  add_once(out.base_models, value("base_model")); // an adapter's configuration
  if (const std::string licence = value("general.license"); !licence.empty())
    out.licences.push_back(licence);
  return out;
}

model_claims joined_claims(model_claims first, const model_claims& second) {
  for (const std::string& base : second.base_models)
    add_once(first.base_models, base);
  if (first.relation.empty()) first.relation = second.relation;
  if (first.licences.empty()) first.licences = second.licences;
  return first;
}

} // namespace weightkin
