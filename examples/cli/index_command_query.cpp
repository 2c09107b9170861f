#include <algorithm>
#include <filesystem>
#include <system_error>

#include <weightkin/registry/index_scan.hpp>
#include <weightkin/report/index_report.hpp>

#include "index_command.hpp"
#include "interrupt.hpp"
#include "model_access.hpp"
#include "model_set.hpp"
#include "progress_bar.hpp"

namespace weightkin::cli {
namespace {

namespace fs = std::filesystem;

/// Where the weights of a model of the index lie. Its name came from somebody else: it does not
/// lead out of the folder.
std::string weights_path(const index_entry& model, const index_settings& settings) {
  const fs::path name(model.name);
  const auto leads_on = [](const fs::path& part) { return part != "." && part != ".."; };
  if (settings.weights.empty() || settings.prints_only || model.name.empty() ||
      model.name.find('\0') != std::string::npos || name.is_absolute() ||
      !std::all_of(name.begin(), name.end(), leads_on))
    return {};
  const fs::path path = fs::path(settings.weights) / name;
  std::error_code none;
  return fs::exists(path, none) ? path.string() : std::string();
}

struct answered {
  fingerprint subject;
  index_answer answer;
};

/// What is mistyped would lend nothing without a word.
result<void> check_folder(const index_settings& settings) {
  std::error_code failed;
  if (settings.weights.empty() || fs::is_directory(settings.weights, failed)) return {};
  return error{errc::io, settings.weights + ": " + (failed ? failed.message() : "is no folder")};
}

result<answered> asked(fingerprint_index& index, const index_settings& settings) {
  if (auto there = check_folder(settings); !there) return std::move(there).error();
  const auto map = read_map(settings.common);
  if (!map) return map.error();
  const auto summary = index.summary();
  if (!summary) return summary.error();
  bool has_weights = false;
  auto subject = print_at(settings.paths[0], settings, summary->seed, &has_weights);
  if (!subject) return std::move(subject).error();
  lent_weights own;
  if (has_weights && !settings.prints_only && !settings.weights.empty()) {
    auto opened = open_weights(settings.paths[0], settings.common);
    if (!opened) return std::move(opened).error();
    own = std::move(*opened);
  }
  const index_lender lend = [&](const index_entry& model) -> result<std::optional<lent_weights>> {
    const std::string path = weights_path(model, settings);
    if (path.empty()) return std::optional<lent_weights>{};
    auto opened = open_weights(path, settings.common);
    if (!opened) return std::move(opened).error();
    return std::optional(std::move(*opened));
  };
  progress_bar bar;
  catch_interrupts();
  index_scan_options options;
  options.candidates.limit = settings.limit;
  options.scan.confirm = settings.confirm;
  options.scan.threads = settings.common.threads;
  options.scan.map = *map;
  options.scan.on_progress = [&bar](const progress& now) { return bar.show(now); };
  auto answer = scan_index(index, *subject, own.tensors, lend, options);
  if (!answer) return std::move(answer).error();
  if (interrupted()) return error{errc::cancelled, "the query was cancelled"};
  return answered{std::move(*subject), std::move(*answer)};
}

/// A ruling for each model that was found, the whole answer as its document.
result<void> keep_rulings(const index_settings& settings, const answered& found,
                          const std::string& document) {
  auto index = open_index(settings, index_access::write);
  if (!index) return std::move(index).error();
  if (!found.answer.scan) return {};
  for (const scan_candidate& each : found.answer.scan->candidates) {
    if (!each.compared || !is_finding(each.pair.overall)) continue;
    const index_entry& model = found.answer.candidates[each.reference].model;
    const digest key = model.roots ? model.roots->nameless : model.print;
    if (auto kept = index->add_ruling({ruling_key(found.subject), key, document}); !kept)
      return std::move(kept).error();
  }
  return {};
}

/// What is the same model needs no comparison; else as a scan.
exit_code code_of(const index_answer& answer, std::optional<verdict> fail_on) {
  const bool same = std::ranges::any_of(answer.exact, [](const exact_match& each) {
    return (each.same_root || each.same_nameless) && each.share > 0; // constants are everybody's
  });
  if (same) return exit_code_of(verdict::identical, fail_on);
  return answer.scan ? exit_code_of(*answer.scan, fail_on)
                     : exit_code_of(verdict::not_comparable, fail_on);
}

exit_code look_up(fingerprint_index& index, const index_settings& settings) {
  const auto wanted = digest_of(settings.digest);
  if (!wanted || !settings.paths.empty())
    return complain(
        {errc::bad_argument, "--digest takes 64 hexadecimal digits, and no SUBJECT beside it"});
  const auto summary = index.summary();
  if (!summary) return complain(summary.error());
  const auto models = index.find_digest(*wanted, settings.limit);
  if (!models) return complain(models.error());
  const auto delivered = deliver(settings.common.json ? index_list_to_json(*summary, *models)
                                                      : index_list_to_text(*summary, *models),
                                 settings.common);
  if (!delivered) return complain(delivered.error());
  return settings.fail_on && !models->empty() ? exit_code::finding : exit_code::finished;
}

} // namespace

exit_code run_index_query(const index_settings& settings) {
  auto index = open_index(settings, index_access::read);
  if (!index) return complain(index.error());
  if (!settings.digest.empty()) return look_up(*index, settings);
  if (settings.paths.empty())
    return complain({errc::bad_argument, "a SUBJECT or a --digest is needed"});
  const auto found = asked(*index, settings);
  if (!found) return complain(found.error());
  const model_summary subject{found->subject.name,
                              found->subject.format,
                              found->subject.tensors.size(),
                              found->subject.contents.parameters,
                              {}};
  const std::string document = index_answer_to_json(subject, found->answer);
  if (settings.keep)
    if (const auto kept = keep_rulings(settings, *found, document); !kept)
      return complain(kept.error());
  text_options how;
  how.colour = wants_colour(settings.common);
  const auto delivered =
      deliver(settings.common.json ? document : index_answer_to_text(subject, found->answer, how),
              settings.common);
  if (!delivered) return complain(delivered.error());
  return code_of(found->answer, settings.fail_on);
}

} // namespace weightkin::cli
