#include <weightkin/report/hash_report.hpp>
#include <weightkin/version.hpp>

#include "json_values.hpp"
#include "safe_text.hpp"

namespace weightkin {
namespace {

using detail::ordered_json;
using detail::text;
using detail::whole;

constexpr const char* hash_schema = "urn:weightkin:schema:hash:1.0";

std::string shape_text(const std::vector<std::uint64_t>& shape) {
  std::string out = "[";
  for (std::size_t axis = 0; axis < shape.size(); ++axis)
    out += (axis > 0 ? "," : "") + std::to_string(shape[axis]);
  return out + "]";
}

/// The digests stand first: they are equally long, names are not.
std::string line_of(std::string_view what, const digest& value, std::string_view whose) {
  std::string line = "  " + std::string(what);
  line.resize(12, ' ');
  return line + to_hex(value) + (whose.empty() ? "" : "  " + printable(whose)) + "\n";
}

ordered_json roots_json(const print_roots& roots) {
  return {{"root", to_hex(roots.named)}, {"nameless_root", to_hex(roots.nameless)}};
}

ordered_json tensor_json(const tensor_hash& tensor) {
  ordered_json shape = ordered_json::array();
  for (const std::uint64_t extent : tensor.shape)
    shape.push_back(whole(extent));
  return {{"name", text(tensor.name)},
          {"dtype", name_of(tensor.type)},
          {"shape", std::move(shape)},
          {"value", to_hex(tensor.value)},
          {"stored", to_hex(tensor.stored)}};
}

} // namespace

std::string hash_to_text(const hashed_model& model) {
  const model_hash& hash = *model.hash;
  std::string out = printable(model.name) + "  " + printable(model.format) + ", " +
                    std::to_string(hash.tensors.size()) + " tensors\n\n";
  out += line_of("root", hash.roots.named, "names and values");
  out += line_of("nameless", hash.roots.nameless, "values alone");
  if (hash.components.size() > 1)
    for (const component_hash& part : hash.components) {
      out += "\n" + printable(part.id) + "\n";
      out += line_of("root", part.roots.named, "");
      out += line_of("nameless", part.roots.nameless, "");
    }
  for (const tensor_hash& tensor : hash.tensors) {
    out += "\n" + printable(tensor.name) + "  " + std::string(name_of(tensor.type)) + " " +
           shape_text(tensor.shape) + "\n";
    out += line_of("value", tensor.value, "");
    out += line_of("stored", tensor.stored, "");
  }
  return out;
}

std::string hash_to_json(const hashed_model& model) {
  const model_hash& hash = *model.hash;
  ordered_json root{{"schema", hash_schema},
                    {"tool", {{"name", "weightkin"}, {"version", WEIGHTKIN_VERSION}}},
                    {"model", {{"name", text(model.name)}, {"format", text(model.format)}}}};
  root.update(roots_json(hash.roots));
  root["components"] = ordered_json::array();
  for (const component_hash& part : hash.components) {
    ordered_json row{{"id", text(part.id)}};
    row.update(roots_json(part.roots));
    root["components"].push_back(std::move(row));
  }
  root["tensors"] = ordered_json::array();
  for (const tensor_hash& tensor : hash.tensors)
    root["tensors"].push_back(tensor_json(tensor));
  return detail::document(root);
}

} // namespace weightkin
