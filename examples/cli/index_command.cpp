#include "index_command.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <system_error>
#include <vector>

#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/kernel/blake3.hpp>
#include <weightkin/report/index_report.hpp>
#include <weightkin/report/printable.hpp>
#include <weightkin/report/stored_comparison.hpp>

#include "fingerprint_access.hpp"
#include "interrupt.hpp"
#include "model_access.hpp"
#include "model_set.hpp"
#include "named_models.hpp"
#include "progress_bar.hpp"
#include "text_file.hpp"

namespace weightkin::cli {
namespace {

exit_code shown(const index_settings& settings, const std::string& report, exit_code answer) {
  const auto delivered = deliver(report, settings.common);
  return delivered ? answer : complain(delivered.error());
}

exit_code run_add(const index_settings& settings) {
  auto index = open_index(settings, index_access::create);
  if (!index) return complain(index.error());
  const auto named = find_models(settings.paths, "", settings.common);
  if (!named) return complain(named.error());
  std::vector<added_model> models;
  for (const std::string& path : named->paths) {
    const auto summary = index->summary();
    if (!summary) return complain(summary.error());
    const auto seed = settings.seed ? settings.seed : summary->seed;
    bool has_weights = false;
    auto print = print_at(path, settings, seed, &has_weights);
    if (!print) return complain(print.error());
    if (has_weights) print->name = short_name(path, named->paths);
    const auto added = index->add(*print);
    if (!added) return complain({added.error().code, path + ": " + added.error().message});
    models.push_back({print->name, *added});
  }
  std::vector<passed_model> passed;
  for (const passed_over& each : named->left_out)
    passed.push_back({each.path, each.line, false});
  for (const passed_over& each : named->unread) {
    passed.push_back({each.path, each.line, true});
    complain({errc::bad_argument, "not added: " + each.line});
  }
  const std::string report = settings.common.json ? index_added_to_json(models, passed)
                                                  : index_added_to_text(models, passed);
  return shown(settings, report, named->unread.empty() ? exit_code::finished : exit_code::failed);
}

exit_code run_list(const index_settings& settings) {
  auto index = open_index(settings, index_access::read);
  if (!index) return complain(index.error());
  const auto summary = index->summary();
  if (!summary) return complain(summary.error());
  const auto models = index->list(settings.after, settings.limit);
  if (!models) return complain(models.error());
  return shown(settings,
               settings.common.json ? index_list_to_json(*summary, *models)
                                    : index_list_to_text(*summary, *models),
               exit_code::finished);
}

exit_code run_remove(const index_settings& settings) {
  auto index = open_index(settings, index_access::write);
  if (!index) return complain(index.error());
  std::vector<std::uint64_t> removed;
  for (const std::string& text : settings.paths) {
    std::uint64_t id = 0;
    const char* end = text.data() + text.size();
    if (std::from_chars(text.data(), end, id).ptr != end || id == 0)
      return complain({errc::bad_argument, text + ": is no id of a model"});
    const auto gone = index->remove(id);
    if (!gone) return complain(gone.error());
    if (!*gone) return complain({errc::bad_argument, text + ": the index has no such model"});
    removed.push_back(id);
  }
  return settings.common.json ? shown(settings, index_removed_to_json(removed), exit_code::finished)
                              : exit_code::finished;
}

/// Files are called after what is in them: names of models never become names of files.
result<std::vector<index_entry>> write_prints(fingerprint_index& index, const std::string& folder) {
  std::vector<index_entry> all;
  for (std::uint64_t after = 0;;) {
    auto page = index.list(after);
    if (!page) return page;
    if (page->empty()) return all;
    for (index_entry& entry : *page) {
      if (entry.id <= after)
        return error{errc::bad_format, "the index is damaged: the ids of its models do not rise"};
      after = entry.id;
      const auto bytes = index.print_bytes(entry.id);
      if (!bytes) return bytes.error();
      if (!*bytes) continue; // taken out meanwhile
      const std::string text(reinterpret_cast<const char*>((*bytes)->data()), (*bytes)->size());
      if (auto written = write_text(folder + "/" + to_hex(entry.print) + ".wkf", text); !written)
        return std::move(written).error();
      all.push_back(std::move(entry));
    }
  }
}

exit_code run_export(const index_settings& settings) {
  auto index = open_index(settings, index_access::read);
  if (!index) return complain(index.error());
  const std::string& folder = settings.paths[0];
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return complain({errc::io, folder + ": cannot be made: " + failed.message()});
  const auto models = write_prints(*index, folder);
  if (!models) return complain(models.error());
  const auto summary = index->summary();
  if (!summary) return complain(summary.error());
  const auto rulings = index->rulings(std::nullopt, SIZE_MAX);
  if (!rulings) return complain(rulings.error());
  const std::string list = index_list_to_json(*summary, *models);
  for (const auto& [name, text] : {std::pair{"/index.json", list},
                                   std::pair{"/rulings.json", index_rulings_to_json(*rulings)}})
    if (const auto written = write_text(folder + name, text); !written)
      return complain(written.error());
  return shown(settings,
               settings.common.json ? list
                                    : std::to_string(models->size()) + " fingerprints written to " +
                                          printable(folder) + "\n",
               exit_code::finished);
}

exit_code run_verify(const index_settings& settings) {
  auto index = open_index(settings, index_access::read);
  if (!index) return complain(index.error());
  progress_bar bar;
  catch_interrupts();
  const auto check = index->verify([&bar](const progress& now) { return bar.show(now); });
  if (!check) return complain(check.error());
  return shown(settings,
               settings.common.json ? index_check_to_json(*check) : index_check_to_text(*check),
               check->problems.empty() ? exit_code::finished : exit_code::finding);
}

result<digest> key_at(const std::string& name, const index_settings& settings) {
  if (const auto given = digest_of(name)) return *given;
  const auto print = print_at(name, settings, settings.seed, nullptr);
  if (!print) return print.error();
  return ruling_key(*print);
}

/// A model that a report is to be about.
struct ruled_model {
  digest key;
  /// Nothing where only a digest is known, which the index does not have.
  std::optional<model_summary> model;
  std::vector<std::string> names; ///< it may be called any of them; empty: not known
};

result<ruled_model> ruled_at(const std::string& name, fingerprint_index& index,
                             const index_settings& settings) {
  if (const auto key = digest_of(name)) {
    ruled_model out{*key, std::nullopt, {}};
    const auto known = index.find_digest(*key, 1);
    if (!known) return known.error();
    for (const index_entry& entry : *known)
      if (entry.roots && entry.roots->nameless == *key)
        out.model = model_summary{"", "", entry.tensors, entry.parameters, {}};
    return out;
  }
  const auto print = print_at(name, settings, settings.seed, nullptr);
  if (!print) return print.error();
  return ruled_model{ruling_key(*print),
                     model_summary{"", "", print->tensors.size(), print->contents.parameters, {}},
                     {last_part(print->name), last_part(name)}};
}

/// As far as a report says whom it is about: by size, and by name where there is one.
result<void> check_about(const ruled_model& wanted, const model_summary& reported,
                         const std::string& path) {
  const bool sized = !wanted.model || (wanted.model->tensors == reported.tensors &&
                                       wanted.model->parameters == reported.parameters);
  const bool named =
      wanted.names.empty() || reported.name.empty() ||
      std::ranges::find(wanted.names, last_part(reported.name)) != wanted.names.end();
  if (sized && named) return {};
  return error{errc::bad_argument, path + ": is about another model: " + reported.name};
}

exit_code run_rule(const index_settings& settings) {
  auto index = open_index(settings, index_access::write);
  if (!index) return complain(index.error());
  const auto subject = ruled_at(settings.paths[0], *index, settings);
  if (!subject) return complain(subject.error());
  const auto reference = ruled_at(settings.paths[1], *index, settings);
  if (!reference) return complain(reference.error());
  const std::string& path = settings.paths[2];
  const auto document = read_text(path);
  if (!document) return complain(document.error());
  const auto report = read_comparison(*document, path);
  if (!report) return complain(report.error());
  for (const auto& [wanted, reported] :
       {std::pair(&*subject, &report->subject), std::pair(&*reference, &report->reference)})
    if (const auto about = check_about(*wanted, *reported, path); !about)
      return complain(about.error());
  const stored_ruling ruling{subject->key, reference->key, *document};
  const auto added = index->add_ruling(ruling);
  if (!added) return complain(added.error());
  return settings.common.json
             ? shown(settings, index_ruled_to_json(ruling, *added), exit_code::finished)
             : exit_code::finished;
}

exit_code run_rulings(const index_settings& settings) {
  std::optional<digest> model;
  if (!settings.paths.empty()) {
    const auto key = key_at(settings.paths[0], settings);
    if (!key) return complain(key.error());
    model = *key;
  }
  auto index = open_index(settings, index_access::read);
  if (!index) return complain(index.error());
  const auto rulings = index->rulings(model, SIZE_MAX);
  if (!rulings) return complain(rulings.error());
  return shown(settings, index_rulings_to_json(*rulings), exit_code::finished);
}

} // namespace

result<fingerprint_index> open_index(const index_settings& settings, index_access access) {
  index_options options;
  options.access = access;
  return fingerprint_index::open(settings.address, options);
}

result<fingerprint> print_at(const std::string& path, const index_settings& settings,
                             std::optional<std::uint64_t> seed, bool* has_weights) {
  auto own = read_fingerprint(path);
  if (!own) return std::move(own).error();
  if (has_weights != nullptr) *has_weights = !own->has_value();
  if (*own && !(*own)->name.empty()) return std::move(**own);
  const auto map = read_map(settings.common);
  if (!map) return map.error();
  auto set = read_models({&path, 1}, *map, settings.common, seed);
  if (!set) return std::move(set).error();
  return std::move(set->prints[0]);
}

std::optional<digest> digest_of(const std::string& hex) {
  digest out;
  if (hex.size() != 2 * out.bytes.size()) return std::nullopt;
  for (std::size_t at = 0; at < out.bytes.size(); ++at) {
    const char* text = hex.data() + 2 * at;
    if (std::from_chars(text, text + 2, out.bytes[at], 16).ptr != text + 2) return std::nullopt;
  }
  return out;
}

digest ruling_key(const fingerprint& print) {
  return print.roots ? print.roots->nameless : blake3(encode_fingerprint(print));
}

exit_code run_index(const index_settings& settings) {
  switch (settings.action) {
  case index_action::add: return run_add(settings);
  case index_action::query: return run_index_query(settings);
  case index_action::list: return run_list(settings);
  case index_action::remove: return run_remove(settings);
  case index_action::take_out: return run_export(settings);
  case index_action::verify: return run_verify(settings);
  case index_action::rule: return run_rule(settings);
  case index_action::rulings: return run_rulings(settings);
  }
  return exit_code::failed;
}

} // namespace weightkin::cli
