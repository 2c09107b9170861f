#include "scan_command.hpp"

#include <span>

#include <weightkin/lineage/scan.hpp>
#include <weightkin/report/scan_report.hpp>

#include "interrupt.hpp"
#include "model_access.hpp"
#include "model_set.hpp"
#include "named_models.hpp"
#include "progress_bar.hpp"

namespace weightkin::cli {
namespace {

/// The subject stands first in the set, the references behind it.
result<scan_result> scanned(const model_set& set, std::span<const std::string> paths,
                            std::span<const map_rule> map, const scan_settings& settings) {
  progress_bar bar;
  catch_interrupts();
  scan_options options;
  options.threads = settings.common.threads;
  options.map = map;
  options.confirm = settings.confirm;
  options.on_progress = [&bar](const progress& now) { return bar.show(now); };
  lent_weights own;
  if (!settings.prints_only && set.has_weights[0]) {
    auto opened = open_weights(paths[0], settings.common);
    if (!opened) return std::move(opened).error();
    own = std::move(*opened);
  }
  const weight_lender lend = [&](std::size_t reference) -> result<std::optional<lent_weights>> {
    if (settings.prints_only || !set.has_weights[reference + 1])
      return std::optional<lent_weights>{};
    auto opened = open_weights(paths[reference + 1], settings.common);
    if (!opened) return std::move(opened).error();
    return std::optional(std::move(*opened));
  };
  auto answer = scan(set.prints[0], own.tensors, std::span(set.prints).subspan(1), lend, options);
  // The wish to stop may have come after the last time the scan asked.
  if (answer && interrupted()) return error{errc::cancelled, "the scan was cancelled"};
  return answer;
}

} // namespace

result<scanned_references> scan_references(const scan_settings& settings) {
  const auto map = read_map(settings.common);
  if (!map) return map.error();
  auto references = find_models(settings.references, settings.subject, settings.common);
  if (!references) return std::move(references).error();
  std::vector<std::string> paths{settings.subject};
  paths.insert(paths.end(), references->paths.begin(), references->paths.end());
  const auto set = read_models(paths, *map, settings.common, settings.seed);
  if (!set) return set.error();
  auto answer = scanned(*set, paths, *map, settings);
  if (!answer) return std::move(answer).error();
  add_to_limits(answer->limits, *references);
  return scanned_references{std::move(*answer), std::move(references->unread)};
}

exit_code run_scan(const scan_settings& settings) {
  const auto scanned = scan_references(settings);
  if (!scanned) return complain(scanned.error());
  const scan_result& answer = scanned->answer;
  text_options how;
  how.colour = wants_colour(settings.common);
  const auto delivered = deliver(
      settings.common.json ? scan_to_json(answer) : scan_to_text(answer, how), settings.common);
  if (!delivered) return complain(delivered.error());
  const exit_code code = exit_code_of(answer, settings.fail_on);
  // What could not be read may be nearer than all that was found.
  return scanned->unread.empty() || code == exit_code::finding ? code : exit_code::undetermined;
}

} // namespace weightkin::cli
