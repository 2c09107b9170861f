#include "model_access.hpp"

#include <cstdio>
#include <unistd.h>

#include <weightkin/report/printable.hpp>

#include "text_file.hpp"

namespace weightkin::cli {

result<checkpoint> open_model(const std::string& path, const reading_settings& settings) {
  open_options options;
  options.access = settings.copy ? file_access::copied : file_access::mapped;
  options.lenient_pickle = settings.lenient_pickle;
  options.undo_layout = !settings.as_stored;
  return checkpoint::open(path, options);
}

result<std::vector<map_rule>> read_map(const common_settings& settings) {
  if (settings.map_path.empty()) return std::vector<map_rule>{};
  const result<std::string> text = read_text(settings.map_path);
  if (!text) return text.error();
  result<std::vector<map_rule>> rules = parse_component_map(*text);
  if (rules) return rules;
  return error{rules.error().code, settings.map_path + ": " + rules.error().message};
}

result<void> deliver(const std::string& report, const common_settings& settings) {
  return settings.output.empty() ? print(report) : write_text(settings.output, report);
}

std::string joined(const std::vector<std::string>& reports, bool json, bool single) {
  if (single) return reports.empty() ? "" : reports.front();
  std::string out = json ? "[\n" : "";
  for (std::size_t i = 0; i < reports.size(); ++i) {
    if (i > 0) out += json ? ",\n" : "\n";
    out += reports[i];
  }
  return json ? out + "]\n" : out;
}

bool wants_colour(const common_settings& settings) noexcept {
  return settings.output.empty() && isatty(STDOUT_FILENO) == 1;
}

exit_code complain(const error& failure) {
  const std::string line = printable(failure.message);
  std::fprintf(stderr, "weightkin: %s: %s\n", std::string(name_of(failure.code)).c_str(),
               line.c_str());
  return exit_code::failed;
}

} // namespace weightkin::cli
