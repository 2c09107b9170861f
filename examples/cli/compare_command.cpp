#include "compare_command.hpp"

#include <weightkin/lineage/compare.hpp>
#include <weightkin/report/json_report.hpp>
#include <weightkin/report/svg_picture.hpp>
#include <weightkin/report/text_report.hpp>

#include "interrupt.hpp"
#include "model_access.hpp"
#include "progress_bar.hpp"
#include "text_file.hpp"

namespace weightkin::cli {
namespace {

result<comparison> ruled(const checkpoint& subject, const checkpoint& reference,
                         std::span<const map_rule> map, const compare_settings& settings) {
  progress_bar bar;
  catch_interrupts();
  compare_options options;
  options.threads = settings.common.threads;
  options.map = map;
  options.on_progress = [&bar](const progress& now) { return bar.show(now); };
  if (settings.seed) options.ruling.seed = *settings.seed;
  result<comparison> ruling = compare(subject, reference, options);
  // The wish to stop may have come after the last time the comparison asked.
  if (ruling && interrupted()) return error{errc::cancelled, "the comparison was cancelled"};
  return ruling;
}

std::string reported(const comparison& ruling, const common_settings& settings) {
  if (settings.json) return to_json(ruling);
  text_options how;
  how.colour = wants_colour(settings);
  how.tensors = settings.tensors;
  return to_text(ruling, how);
}

} // namespace

exit_code run_compare(const compare_settings& settings) {
  const auto map = read_map(settings.common);
  if (!map) return complain(map.error());
  const auto subject = open_model(settings.subject, settings.common);
  if (!subject) return complain(subject.error());
  const auto reference = open_model(settings.reference, settings.common);
  if (!reference) return complain(reference.error());
  const result<comparison> ruling = ruled(*subject, *reference, *map, settings);
  if (!ruling) return complain(ruling.error());
  if (!settings.svg_path.empty())
    if (const auto drawn = write_text(settings.svg_path, to_svg({&*ruling, 1})); !drawn)
      return complain(drawn.error());
  const auto delivered = deliver(reported(*ruling, settings.common), settings.common);
  if (!delivered) return complain(delivered.error());
  return exit_code_of(*ruling, settings.fail_on);
}

} // namespace weightkin::cli
