#include <set>

#include <weightkin/policy/licence_table.hpp>

#include "policy/located_fields.hpp"

namespace weightkin {
namespace {

using detail::located_fields;
using detail::located_value;

known_reference parse_reference(located_fields& in, const located_value& object) {
  in.only(object, {"name", "licence", "ids"});
  known_reference out;
  out.name = in.text(object, "name");
  out.licence = in.text_if_any(object, "licence");
  for (char& c : out.licence)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  out.ids = in.texts(object, "ids");
  return out;
}

} // namespace

result<licence_table> parse_licences(std::string_view json, std::string_view label) {
  const auto root = detail::parse_located(json, label);
  if (!root) return root.error();
  located_fields in(label);
  in.only(*root, {"schema", "references"});
  if (!in.ok() || !in.schema(*root, "urn:weightkin:schema:licences:")) return in.failure();
  licence_table out;
  std::set<std::string> names;
  for (const located_value& item : in.list(*root, "references")) {
    if (!in.ok()) break;
    out.references.push_back(parse_reference(in, item));
    if (in.ok() && !names.insert(out.references.back().name).second)
      in.complain(item.line, "\"" + out.references.back().name + "\" stands here twice");
  }
  if (!in.ok()) return in.failure();
  return out;
}

} // namespace weightkin
