#include "compare_command.hpp"

#include <array>
#include <optional>

#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/lineage/compare.hpp>
#include <weightkin/lineage/compare_fingerprints.hpp>
#include <weightkin/report/html_report.hpp>
#include <weightkin/report/json_report.hpp>
#include <weightkin/report/svg_picture.hpp>
#include <weightkin/report/text_report.hpp>

#include "file_digests.hpp"
#include "fingerprint_access.hpp"
#include "interrupt.hpp"
#include "model_access.hpp"
#include "progress_bar.hpp"
#include "text_file.hpp"

namespace weightkin::cli {
namespace {

/// One side as the user named it: a fingerprint, or else a model.
struct compared_side {
  std::optional<fingerprint> print;
  std::optional<checkpoint> model;
};

result<compared_side> open_side(const std::string& path, const common_settings& settings) {
  compared_side side;
  auto print = read_fingerprint(path);
  if (!print) return std::move(print).error();
  side.print = std::move(*print);
  if (side.print) {
    if (side.print->name.empty()) side.print->name = path;
    return side;
  }
  auto model = open_model(path, settings);
  if (!model) return std::move(model).error();
  side.model = std::move(*model);
  return side;
}

/// Gives a model the fingerprint that the other side's can be compared with.
result<void> take_print(compared_side& side, std::uint64_t seed, const compare_options& options) {
  if (side.print) return {};
  fingerprint_options taking;
  taking.seed = seed;
  taking.threads = options.threads;
  taking.map = options.map;
  taking.on_progress = options.on_progress;
  auto print = fingerprint_of(*side.model, taking);
  if (!print) return std::move(print).error();
  side.print = std::move(*print);
  return {};
}

result<comparison> rule_on(compared_side& subject, compared_side& reference,
                           const compare_options& options) {
  if (subject.model && reference.model) return compare(*subject.model, *reference.model, options);
  const std::uint64_t seed = subject.print ? subject.print->seed : reference.print->seed;
  for (compared_side* side : {&subject, &reference})
    if (auto taken = take_print(*side, seed, options); !taken) return std::move(taken).error();
  return compare_fingerprints(*subject.print, *reference.print, options);
}

result<comparison> ruled(compared_side& subject, compared_side& reference,
                         std::span<const map_rule> map, const compare_settings& settings) {
  progress_bar bar;
  catch_interrupts();
  compare_options options;
  options.threads = settings.common.threads;
  options.map = map;
  options.on_progress = [&bar](const progress& now) { return bar.show(now); };
  options.depth = settings.depth;
  options.search_seconds = settings.search_seconds;
  if (settings.seed) options.ruling.seed = *settings.seed;
  result<comparison> ruling = rule_on(subject, reference, options);
  // The wish to stop may have come after the last time the comparison asked.
  if (ruling && interrupted()) return error{errc::cancelled, "the comparison was cancelled"};
  return ruling;
}

/// The files of a side; those of a model as its reader found them.
result<std::vector<model_file>> files_of(const compared_side& side, const std::string& path,
                                         const compare_settings& settings) {
  std::vector<std::string> paths{path};
  if (side.model) {
    paths.clear();
    for (const checkpoint_file& file : side.model->files())
      paths.push_back(file.path);
  }
  return digests_of(paths, settings.common.threads);
}

result<void> add_digests(comparison& ruling, const compared_side& subject,
                         const compared_side& reference, const compare_settings& settings) {
  auto ours = files_of(subject, settings.subject, settings);
  if (!ours) return std::move(ours).error();
  auto theirs = files_of(reference, settings.reference, settings);
  if (!theirs) return std::move(theirs).error();
  ruling.subject.files = std::move(*ours);
  ruling.reference.files = std::move(*theirs);
  return {};
}

std::string reported(const comparison& ruling, const common_settings& settings) {
  if (settings.json) return to_json(ruling);
  text_options how;
  how.colour = wants_colour(settings);
  how.tensors = settings.tensors;
  return to_text(ruling, how);
}

/// The reports in files of their own.
result<void> write_pages(const comparison& ruling, const compare_settings& settings) {
  if (!settings.svg_path.empty())
    if (auto drawn = write_text(settings.svg_path, to_svg({&ruling, 1})); !drawn) return drawn;
  if (settings.html_path.empty()) return {};
  return write_text(settings.html_path, to_html(ruling));
}

} // namespace

exit_code run_compare(const compare_settings& settings) {
  const std::array outputs{settings.common.output, settings.svg_path, settings.html_path};
  if (const auto apart = check_apart(outputs); !apart) return complain(apart.error());
  const auto map = read_map(settings.common);
  if (!map) return complain(map.error());
  auto subject = open_side(settings.subject, settings.common);
  if (!subject) return complain(subject.error());
  auto reference = open_side(settings.reference, settings.common);
  if (!reference) return complain(reference.error());
  result<comparison> ruling = ruled(*subject, *reference, *map, settings);
  if (!ruling) return complain(ruling.error());
  if (settings.digests)
    if (const auto added = add_digests(*ruling, *subject, *reference, settings); !added)
      return complain(added.error());
  if (const auto written = write_pages(*ruling, settings); !written)
    return complain(written.error());
  const auto delivered = deliver(reported(*ruling, settings.common), settings.common);
  if (!delivered) return complain(delivered.error());
  return exit_code_of(*ruling, settings.fail_on);
}

} // namespace weightkin::cli
