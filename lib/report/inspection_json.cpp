#include <string_view>

#include <weightkin/report/inventory_report.hpp>
#include <weightkin/version.hpp>

#include "encoding_summary.hpp"
#include "json_values.hpp"

namespace weightkin {
namespace {

using detail::number;
using detail::ordered_json;
using detail::text;
using detail::whole;

constexpr const char* inspect_schema = "urn:weightkin:schema:inspect:1.1";

ordered_json component_json(const component& part, std::uint64_t all) {
  return {{"id", text(part.id)},
          {"kind", name_of(part.kind)},
          {"prefix", text(part.prefix)},
          {"layers", part.layers},
          {"tensors", whole(part.tensors)},
          {"parameters", whole(part.parameters)},
          {"share", number(static_cast<double>(part.parameters) / static_cast<double>(all))}};
}

ordered_json axis_json(const std::optional<unit_axis>& axis) {
  if (!axis) return nullptr;
  return {{"axis", whole(axis->axis)},   {"units", whole(axis->units)},
          {"block", whole(axis->block)}, {"gates", whole(axis->gates)},
          {"group", text(axis->group)},  {"sharing_known", !axis->shared_unknown}};
}

ordered_json shape_json(std::span<const std::uint64_t> shape) {
  ordered_json out = ordered_json::array();
  for (const std::uint64_t extent : shape)
    out.push_back(whole(extent));
  return out;
}

ordered_json texts_json(const std::vector<std::string>& lines) {
  ordered_json out = ordered_json::array();
  for (const std::string& line : lines)
    out.push_back(text(line));
  return out;
}

/// How a tensor is stored; null for plain ones.
ordered_json encoding_json(const tensor_encoding* encoding) {
  if (encoding == nullptr) return nullptr;
  ordered_json parts = ordered_json::array();
  for (const encoding_part& part : encoding->parts)
    parts.push_back({{"role", text(part.role)},
                     {"name", text(part.stored.name)},
                     {"dtype", name_of(part.stored.type)},
                     {"shape", shape_json(part.stored.shape)}});
  return {{"scheme", text(encoding->scheme)},
          {"bits_per_value", number(encoding->bits_per_value)},
          {"block_values", whole(encoding->block_values)},
          {"parts", std::move(parts)},
          {"layout", texts_json(encoding->layout)},
          {"undo_error", number(encoding->undo_error)}};
}

ordered_json tallies_json(const std::vector<detail::encoding_tally>& tallies, const char* key) {
  ordered_json out = ordered_json::array();
  for (const detail::encoding_tally& row : tallies)
    out.push_back({{key, text(row.what)}, {"tensors", whole(row.tensors)}});
  return out;
}

ordered_json encodings_json(std::span<const tensor_view> tensors) {
  const detail::encoding_summary summary = detail::summarise_encodings(tensors);
  return {{"folded_tensors", whole(summary.folded)},
          {"stored_tensors", whole(summary.stored)},
          {"schemes", tallies_json(summary.schemes, "scheme")},
          {"layout_rules", tallies_json(summary.rules, "rule")}};
}

ordered_json tensor_json(const inventory& contents, const inventory_entry& entry,
                         const tensor_view& view) {
  const bool known = entry.component < contents.components.size();
  return {
      {"name", text(view.name)},
      {"component", known ? text(contents.components[entry.component].id) : ordered_json(nullptr)},
      {"slot", text(entry.slot)},
      {"dtype", name_of(view.type)},
      {"shape", shape_json(view.shape)},
      {"role", name_of(entry.role)},
      {"layer", entry.layer < 0 ? ordered_json(nullptr) : ordered_json(entry.layer)},
      {"parameters", whole(entry.parameters)},
      {"use", name_of(entry.use)},
      {"reason",
       entry.why == exclusion::none ? ordered_json(nullptr) : ordered_json(name_of(entry.why))},
      {"detail", text(entry.detail)},
      {"unit_axis", axis_json(entry.axis)},
      {"encoding", encoding_json(view.encoding)}};
}

/// Tensors and parameters per stored type, in the order the types first appear.
ordered_json dtypes_json(std::span<const tensor_view> tensors) {
  struct tally {
    dtype type;
    std::uint64_t tensors = 0;
    std::uint64_t elements = 0;
  };
  std::vector<tally> tallies;
  for (const tensor_view& view : tensors) {
    auto at = tallies.begin();
    while (at != tallies.end() && at->type != view.type)
      ++at;
    if (at == tallies.end()) at = tallies.insert(at, {view.type});
    ++at->tensors;
    at->elements += element_count(view);
  }
  ordered_json out = ordered_json::array();
  for (const tally& row : tallies)
    out.push_back({{"dtype", name_of(row.type)},
                   {"tensors", whole(row.tensors)},
                   {"elements", whole(row.elements)}});
  return out;
}

ordered_json pairs_json(const std::vector<std::pair<std::string, std::string>>& pairs) {
  ordered_json out = ordered_json::array();
  for (const auto& [key, value] : pairs)
    out.push_back({{"key", text(key)}, {"value", text(value)}});
  return out;
}

ordered_json model_json(const inspected_model& model) {
  ordered_json files = ordered_json::array();
  for (const auto& [path, bytes] : model.files)
    files.push_back({{"path", text(path)}, {"size_bytes", whole(bytes)}});
  return {{"name", text(model.name)},
          {"format", text(model.format)},
          {"files", std::move(files)},
          {"tensors", whole(model.tensors.size())},
          {"parameters", whole(model.contents == nullptr ? 0 : model.contents->parameters)},
          {"dtypes", dtypes_json(model.tensors)},
          {"encodings", encodings_json(model.tensors)},
          {"metadata", pairs_json(model.metadata)},
          {"warnings", texts_json(model.warnings)}};
}

} // namespace

std::string inspection_to_json(const inspected_model& model) {
  ordered_json components = ordered_json::array();
  ordered_json tensors = ordered_json::array();
  if (model.contents != nullptr) {
    for (const component& part : model.contents->components)
      components.push_back(component_json(part, model.contents->parameters));
    for (const inventory_entry& entry : model.contents->entries)
      if (entry.tensor < model.tensors.size())
        tensors.push_back(tensor_json(*model.contents, entry, model.tensors[entry.tensor]));
  }
  ordered_json root;
  root["schema"] = inspect_schema;
  root["tool"] = {{"name", "weightkin"}, {"version", WEIGHTKIN_VERSION}};
  root["model"] = model_json(model);
  root["components"] = std::move(components);
  root["tensors"] = std::move(tensors);
  return detail::document(root);
}

} // namespace weightkin
