#include "policy/located_fields.hpp"

#include <algorithm>
#include <set>

namespace weightkin::detail {
namespace {

std::string quoted(std::string_view name) { return "\"" + std::string(name.substr(0, 60)) + "\""; }

} // namespace

void located_fields::complain(std::size_t line, std::string_view what) {
  if (!failure_) failure_ = located_error(label_, line, what);
}

void located_fields::only(const located_value& object,
                          std::initializer_list<std::string_view> known) {
  if (object.kind != located_kind::object) return complain(object.line, "expected an object");
  for (const auto& [key, value] : object.members)
    if (std::find(known.begin(), known.end(), key.text) == known.end())
      complain(key.line, "unknown field " + quoted(key.text));
}

std::string located_fields::text(const located_value& object, std::string_view key) {
  if (!ok()) return {};
  if (object.find(key) == nullptr) complain(object.line, quoted(key) + " is missing");
  return text_if_any(object, key);
}

std::string located_fields::text_if_any(const located_value& object, std::string_view key) {
  const located_value* value = object.find(key);
  if (value == nullptr || !ok()) return {};
  if (value->kind != located_kind::text || value->text.empty())
    complain(value->line, quoted(key) + " must be a text that is not empty");
  return value->text;
}

double located_fields::number(const located_value& value) {
  if (value.kind != located_kind::number) complain(value.line, "expected a number");
  return value.number;
}

const std::vector<located_value>& located_fields::list(const located_value& object,
                                                       std::string_view key) {
  static const std::vector<located_value> none;
  if (!ok()) return none;
  const located_value* value = object.find(key);
  if (value == nullptr)
    complain(object.line, quoted(key) + " is missing");
  else if (value->kind != located_kind::list || value->items.empty())
    complain(value->line, quoted(key) + " must be a list that is not empty");
  return ok() ? value->items : none;
}

std::vector<std::string> located_fields::texts(const located_value& object, std::string_view key) {
  std::vector<std::string> out;
  if (object.find(key) == nullptr) return out;
  std::set<std::string> seen;
  for (const located_value& item : list(object, key)) {
    if (item.kind != located_kind::text || item.text.empty())
      complain(item.line, "expected a text that is not empty");
    else if (!seen.insert(item.text).second)
      complain(item.line, quoted(item.text) + " occurs twice");
    out.push_back(item.text);
  }
  return out;
}

bool located_fields::schema(const located_value& root, std::string_view prefix) {
  const std::string schema = text(root, "schema");
  if (!ok()) return false;
  const std::size_t line = root.find("schema")->line;
  if (!std::string_view(schema).starts_with(prefix))
    complain(line, "the schema must be " + std::string(prefix) + "1.0");
  else if (!std::string_view(schema).substr(prefix.size()).starts_with("1.")) {
    complain(line, "only version 1 is read here");
    failure_->code = errc::unsupported;
  }
  return ok();
}

} // namespace weightkin::detail
