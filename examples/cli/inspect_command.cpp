#include "inspect_command.hpp"

#include <weightkin/core/tensor_source.hpp>
#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/report/inventory_report.hpp>

#include "fingerprint_access.hpp"
#include "fingerprint_text.hpp"
#include "model_access.hpp"

namespace weightkin::cli {
namespace {

std::string inspected(const checkpoint& model, std::span<const map_rule> map,
                      const common_settings& settings) {
  const std::vector<tensor_view> tensors = views_of(model);
  const inventory contents = take_inventory(tensors, {map, settings.threads});
  inspected_model shown;
  shown.name = model.name();
  shown.format = model.format();
  for (const checkpoint_file& file : model.files())
    shown.files.emplace_back(file.path, file.size_bytes);
  shown.metadata.assign(model.metadata().begin(), model.metadata().end());
  shown.warnings.assign(model.warnings().begin(), model.warnings().end());
  shown.tensors = tensors;
  shown.contents = &contents;
  if (settings.json) return inspection_to_json(shown);
  text_options how;
  how.colour = wants_colour(settings);
  how.tensors = settings.tensors;
  return inspection_to_text(shown, how);
}

/// The report on what `path` holds: a fingerprint or a model.
result<std::string> inspected_file(const std::string& path, std::span<const map_rule> map,
                                   const common_settings& settings) {
  const auto print = read_fingerprint(path);
  if (!print) return print.error();
  if (*print) {
    if (settings.json) return fingerprint_to_json(**print);
    return fingerprint_to_text(**print, path, settings.tensors);
  }
  const result<checkpoint> model = open_model(path, settings);
  if (!model) return model.error();
  return inspected(*model, map, settings);
}

/// Several JSON documents become one array.
std::string joined(const std::vector<std::string>& reports, bool json, bool single) {
  if (single) return reports.empty() ? "" : reports.front();
  std::string out = json ? "[\n" : "";
  for (std::size_t i = 0; i < reports.size(); ++i) {
    if (i > 0) out += json ? ",\n" : "\n";
    out += reports[i];
  }
  return json ? out + "]\n" : out;
}

} // namespace

exit_code run_inspect(const inspect_settings& settings) {
  const auto map = read_map(settings.common);
  if (!map) return complain(map.error());
  exit_code code = exit_code::finished;
  std::vector<std::string> reports;
  for (const std::string& path : settings.paths) {
    result<std::string> report = inspected_file(path, *map, settings.common);
    if (report)
      reports.push_back(std::move(*report));
    else
      code = complain(report.error());
  }
  const bool single = settings.paths.size() == 1;
  if (single && reports.empty()) return code;
  const auto delivered = deliver(joined(reports, settings.common.json, single), settings.common);
  return delivered ? code : complain(delivered.error());
}

} // namespace weightkin::cli
