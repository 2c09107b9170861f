#include <algorithm>
#include <map>

#include <weightkin/report/inventory_report.hpp>
#include <weightkin/version.hpp>

#include "encoding_summary.hpp"
#include "safe_text.hpp"
#include "set_aside.hpp"
#include "text_numbers.hpp"
#include "text_table.hpp"

namespace weightkin {
namespace {

using detail::counted;
using detail::percent;
using detail::text_style;
using detail::text_table;
using detail::wrapped;

constexpr std::size_t value_columns = 200; ///< of one metadata value shown

std::string shape_text(std::span<const std::uint64_t> shape) {
  std::string out = "[";
  for (std::size_t axis = 0; axis < shape.size(); ++axis)
    out += (axis > 0 ? "," : "") + std::to_string(shape[axis]);
  return out + "]";
}

/// "bf16 x 312, f32 x 4", most frequent first.
std::string dtypes_text(std::span<const tensor_view> tensors, const inventory& contents,
                        std::size_t component) {
  std::map<dtype, std::uint64_t> counts;
  for (const inventory_entry& entry : contents.entries)
    if (entry.component == component && entry.tensor < tensors.size())
      ++counts[tensors[entry.tensor].type];
  std::vector<std::pair<dtype, std::uint64_t>> rows(counts.begin(), counts.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string out;
  for (const auto& [type, count] : rows)
    out += (out.empty() ? "" : ", ") + std::string(name_of(type)) + " x " + std::to_string(count);
  return out;
}

std::string component_table(const inspected_model& model, bool colour) {
  text_table table({{"component"},
                    {"kind"},
                    {"names begin with"},
                    {"layers", true},
                    {"tensors", true},
                    {"parameters", true},
                    {"share", true},
                    {"evidence", true},
                    {"dtypes"}});
  const inventory& contents = *model.contents;
  for (std::size_t c = 0; c < contents.components.size(); ++c) {
    const component& part = contents.components[c];
    std::uint64_t convicting = 0;
    for (const inventory_entry& entry : contents.entries)
      if (entry.component == c && entry.use == evidence_use::convicting)
        convicting += entry.parameters;
    const auto share = [](std::uint64_t some, std::uint64_t all) {
      return percent(static_cast<double>(some) / static_cast<double>(all));
    };
    table.add({{printable(part.id), text_style::strong},
               {std::string(name_of(part.kind))},
               {detail::elided(printable(part.prefix), 32)},
               {std::to_string(part.layers)},
               {detail::grouped(part.tensors)},
               {detail::grouped(part.parameters)},
               {share(part.parameters, contents.parameters)},
               {share(convicting, part.parameters)},
               {dtypes_text(model.tensors, contents, c)}});
  }
  return table.rendered(colour);
}

/// "gptq, 4.5 bits a value: codes w.qweight, scales w.scales; transpose".
std::string encoding_text(const tensor_encoding& encoding) {
  std::string out = printable(encoding.scheme);
  if (encoding.bits_per_value > 0)
    out += ", " + detail::compact(encoding.bits_per_value) + " bits a value";
  for (std::size_t i = 0; i < encoding.parts.size(); ++i) {
    const encoding_part& part = encoding.parts[i];
    out += (i == 0 ? ": " : ", ") + printable(part.role) + " " + printable(part.stored.name);
  }
  for (const std::string& rule : encoding.layout)
    out += (out.empty() ? "" : "; ") + printable(rule);
  return out;
}

std::string tensor_table(const inspected_model& model, bool colour) {
  text_table table({{"use"}, {"role"}, {"dtype"}, {"shape"}, {"tensor"}, {"note"}});
  for (const inventory_entry& entry : model.contents->entries) {
    if (entry.tensor >= model.tensors.size()) continue;
    const tensor_view& view = model.tensors[entry.tensor];
    std::string note;
    if (entry.why != exclusion::none) note = name_of(entry.why);
    if (!entry.detail.empty()) note += (note.empty() ? "" : ": ") + printable(entry.detail);
    if (view.encoding != nullptr)
      note += (note.empty() ? "" : "; ") + encoding_text(*view.encoding);
    table.add({{std::string(name_of(entry.use))},
               {std::string(name_of(entry.role))},
               {std::string(name_of(view.type))},
               {shape_text(view.shape)},
               {printable(view.name)},
               {note, text_style::dim}});
  }
  return table.rendered(colour);
}

std::string excluded_text(const inspected_model& model, std::size_t width) {
  std::vector<detail::set_aside_tensor> tensors;
  const inventory& contents = *model.contents;
  for (const inventory_entry& entry : contents.entries) {
    if (entry.tensor >= model.tensors.size()) continue;
    std::string_view part;
    if (entry.component < contents.components.size())
      part = contents.components[entry.component].id;
    tensors.push_back({model.tensors[entry.tensor].name, part, entry.parameters, entry.use,
                       entry.why, entry.detail});
  }
  return detail::set_aside_text(tensors, width);
}

/// "transpose x 24, one added x 3, ...", the first of them.
std::string tallies_text(const std::vector<detail::encoding_tally>& tallies) {
  constexpr std::size_t shown = 8;
  std::string out;
  for (std::size_t i = 0; i < std::min(shown, tallies.size()); ++i)
    out += (i > 0 ? ", " : "") + printable(tallies[i].what) + " x " +
           std::to_string(tallies[i].tensors);
  if (tallies.size() > shown) out += " and " + std::to_string(tallies.size() - shown) + " more";
  return out;
}

/// How the model is stored, as far as it is not plainly.
std::string encodings_text(std::span<const tensor_view> tensors) {
  const detail::encoding_summary summary = detail::summarise_encodings(tensors);
  std::string out;
  if (!summary.schemes.empty()) out += "  stored as " + tallies_text(summary.schemes) + "\n";
  if (summary.folded > 0)
    out += "  " + counted(summary.folded, "tensor") + " folded from " +
           detail::grouped(summary.stored) + " stored\n";
  if (!summary.rules.empty())
    out += "  layout rules applied: " + tallies_text(summary.rules) + "\n";
  return out;
}

std::string heading(const inspected_model& model) {
  std::string out = printable(model.name.empty() ? "(unnamed)" : model.name) + "\n  " +
                    printable(model.format.empty() ? "in memory" : model.format) + ", " +
                    counted(model.tensors.size(), "tensor") + ", " +
                    detail::grouped(model.contents->parameters) + " parameters\n" +
                    encodings_text(model.tensors);
  constexpr std::size_t files_shown = 8;
  for (std::size_t i = 0; i < std::min(files_shown, model.files.size()); ++i)
    out += "  " + printable(model.files[i].first) + ", " + counted(model.files[i].second, "byte") +
           "\n";
  if (model.files.size() > files_shown)
    out += "  and " + counted(model.files.size() - files_shown, "more file") + "\n";
  return out;
}

std::string metadata_text(const inspected_model& model) {
  std::string out;
  for (const auto& [key, value] : model.metadata)
    out += "  " + detail::elided(printable(key), value_columns) + " = " +
           detail::elided(printable(value), value_columns) + "\n";
  return out;
}

std::string warnings_text(const inspected_model& model, std::size_t width) {
  std::string out;
  for (const std::string& line : model.warnings)
    out += "  - " + wrapped(printable(line), width - 4, 4);
  return out;
}

} // namespace

std::string inspection_to_text(const inspected_model& model, const text_options& options) {
  const inventory nothing;
  inspected_model shown = model;
  if (shown.contents == nullptr) shown.contents = &nothing;
  const std::size_t width = std::max<std::size_t>(options.width, 40);
  const auto section = [&](const char* title, const std::string& body) {
    if (body.empty()) return std::string();
    return "\n" + detail::styled(title, text_style::strong, options.colour) + "\n" + body;
  };
  std::string out = heading(shown) + "\n" + component_table(shown, options.colour);
  if (options.tensors) out += section("Tensor by tensor", tensor_table(shown, options.colour));
  out += section("Not evidence of descent", excluded_text(shown, width));
  out += section("Metadata (as the file says it)", metadata_text(shown));
  out += section("Warnings", warnings_text(shown, width));
  return out;
}

} // namespace weightkin
