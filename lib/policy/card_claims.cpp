#include <algorithm>
#include <optional>
#include <set>

#include <weightkin/policy/model_claims.hpp>

#include "policy/yaml_outline.hpp"
#include "policy/yaml_scalar.hpp"

namespace weightkin {
namespace {

constexpr std::size_t most_bytes = 1'000'000;
constexpr std::string_view fence = "---";

/// The lines of a text one by one, without their ends: LF, CR LF or CR.
class text_lines {
public:
  explicit text_lines(std::string_view text) : rest_(text) {}

  std::optional<std::string_view> next() {
    if (rest_.empty()) return std::nullopt;
    const std::size_t end = rest_.find_first_of("\r\n");
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(line.size());
    rest_.remove_prefix(rest_.starts_with("\r\n") ? 2 : rest_.empty() ? 0 : 1);
    ++number_;
    return line;
  }
  [[nodiscard]] std::size_t number() const noexcept { return number_; }

private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

struct card_line {
  std::string_view text;
  std::size_t number = 0;
  std::optional<detail::outline_key> key = {}; ///< where it begins one
};

error card_error(std::string_view label, std::size_t line, std::string_view what) {
  return {errc::bad_format,
          std::string(label) + ":" + std::to_string(line) + ": " + std::string(what),
          fault::format};
}

bool is_fence(std::string_view line) {
  while (line.ends_with(' ') || line.ends_with('\t'))
    line.remove_suffix(1);
  return line == fence;
}

/// The lines between the fences; none where the card has no front matter.
result<std::vector<card_line>> front_matter(std::string_view card, std::string_view label) {
  if (card.starts_with("\xef\xbb\xbf")) card.remove_prefix(3);
  std::vector<card_line> out;
  text_lines lines(card.substr(0, most_bytes));
  auto first = lines.next();
  while (first && first->find_first_not_of(" \t") == std::string_view::npos)
    first = lines.next();
  if (!first || !is_fence(*first)) return out;
  while (const auto line = lines.next()) {
    if (is_fence(*line) || *line == "...") return out;
    out.push_back({*line, lines.number()});
  }
  return card_error(label, lines.number(), "the front matter has no end within 1 MB");
}

/// Finds the keys of the front matter. Whatever might hide one, or look like one, is an error.
result<void> find_keys(std::vector<card_line>& lines, std::string_view label) {
  detail::yaml_outline outline;
  std::size_t opened = 0;
  for (card_line& line : lines) {
    if (!outline.is_open()) opened = line.number;
    if (const auto complaint = outline.add(line.text))
      return card_error(label, line.number, *complaint);
    line.key = outline.key();
  }
  if (outline.is_open()) return card_error(label, opened, "a quote or bracket has no end");
  return {};
}

bool is_blank(std::string_view line) {
  const std::size_t at = line.find_first_not_of(" \t");
  return at == std::string_view::npos || line[at] == '#';
}

/// The item of "  - item"; nothing when the line is none.
std::optional<std::string_view> list_item(std::string_view line) {
  const std::size_t at = line.find_first_not_of(' ');
  if (at == std::string_view::npos || line[at] != '-') return std::nullopt;
  std::string_view rest = line.substr(at + 1);
  if (!rest.empty() && rest[0] != ' ' && rest[0] != '\t') return std::nullopt;
  return rest;
}

/// The values of one key, which stands on line `at`.
result<std::vector<std::string>> values_at(const std::vector<card_line>& lines, std::size_t at,
                                           std::string_view rest, std::string_view label) {
  const auto refused = [&](std::size_t line) {
    return card_error(label, lines[line].number, "only texts and lists of texts are read here");
  };
  std::vector<std::string> out;
  if (!is_blank(rest)) {
    auto values = detail::yaml_values(rest);
    if (!values) return refused(at);
    for (std::size_t next = at + 1; next < lines.size(); ++next) {
      if (is_blank(lines[next].text)) continue;
      if (lines[next].text[0] == ' ') return refused(next); // goes on over several lines
      break;
    }
    return std::move(*values);
  }
  for (std::size_t next = at + 1; next < lines.size(); ++next) {
    const std::string_view line = lines[next].text;
    if (is_blank(line)) continue;
    const auto item = list_item(line);
    if (!item && line[0] != ' ' && line[0] != '\t') break; // the next key
    const auto value = item ? detail::yaml_scalar(*item) : std::nullopt;
    if (!value) return refused(next);
    if (!value->empty()) out.push_back(*value);
  }
  return out;
}

result<std::vector<std::string>> values_of(const std::vector<card_line>& lines,
                                           std::string_view key, std::string_view label) {
  std::optional<std::vector<std::string>> found;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (!lines[at].key || lines[at].key->name != key) continue;
    if (found) return card_error(label, lines[at].number, std::string(key) + " occurs twice");
    auto values = values_at(lines, at, lines[at].key->rest, label);
    if (!values) return std::move(values).error();
    found = std::move(*values);
  }
  return found.value_or(std::vector<std::string>{});
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

} // namespace

result<model_claims> read_card_claims(std::string_view card, std::string_view label) {
  auto lines = front_matter(card, label);
  if (!lines) return lines.error();
  if (auto found = find_keys(*lines, label); !found) return std::move(found).error();
  model_claims out;
  auto bases = values_of(*lines, "base_model", label);
  if (!bases) return std::move(bases).error();
  for (const std::string& base : *bases)
    add_once(out.base_models, base);
  const auto relation = values_of(*lines, "base_model_relation", label);
  if (!relation) return relation.error();
  if (relation->size() > 1) return card_error(label, 1, "base_model_relation is one text");
  if (!relation->empty()) out.relation = relation->front();
  auto licences = values_of(*lines, "license", label);
  if (!licences) return std::move(licences).error();
  out.licences = std::move(*licences);
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
