#include "hash_command.hpp"

#include <filesystem>

#include <weightkin/core/tensor_source.hpp>
#include <weightkin/fingerprint/hash.hpp>
#include <weightkin/manifest/file_manifest.hpp>
#include <weightkin/report/hash_report.hpp>
#include <weightkin/report/printable.hpp>

#include "interrupt.hpp"
#include "model_access.hpp"
#include "progress_bar.hpp"
#include "text_file.hpp"

namespace weightkin::cli {
namespace {

namespace fs = std::filesystem;

result<std::string> hashed(const std::string& path, std::span<const map_rule> map,
                           const common_settings& settings) {
  const auto model = open_model(path, settings);
  if (!model) return model.error();
  progress_bar bar;
  hash_options options;
  options.threads = settings.threads;
  options.map = map;
  options.on_progress = [&bar](const progress& now) { return bar.show(now); };
  const auto hash = hash_of(*model, options);
  if (!hash) return error{hash.error().code, path + ": " + hash.error().message, hash.error().why};
  const hashed_model shown{model->name(), model->format(), &*hash};
  return settings.json ? hash_to_json(shown) : hash_to_text(shown);
}

exit_code hash_models(const hash_settings& settings) {
  const auto map = read_map(settings.common);
  if (!map) return complain(map.error());
  exit_code code = exit_code::finished;
  std::vector<std::string> reports;
  for (const std::string& path : settings.paths) {
    auto report = hashed(path, *map, settings.common);
    if (report)
      reports.push_back(std::move(*report));
    else
      code = complain(report.error());
    if (interrupted()) return code;
  }
  const bool single = settings.paths.size() == 1;
  if (single && reports.empty()) return code;
  const auto delivered = deliver(joined(reports, settings.common.json, single), settings.common);
  return delivered ? code : complain(delivered.error());
}

/// `file` as a name in the model's folder; nothing when it lies elsewhere.
std::vector<std::string> inside(const std::string& model, const std::string& file) {
  std::error_code why;
  const fs::path name =
      fs::weakly_canonical(file, why).lexically_relative(fs::weakly_canonical(model, why));
  if (why || name.empty() || *name.begin() == ".." || name == ".") return {};
  return {name.generic_string()};
}

result<file_manifest> manifest_of(const hash_settings& settings, manifest_options options) {
  progress_bar bar;
  options.threads = settings.common.threads;
  options.on_progress = [&bar](const progress& now) { return bar.show(now); };
  options.ignored.insert(options.ignored.end(), settings.ignored.begin(), settings.ignored.end());
  return make_manifest(settings.paths.front(), options);
}

exit_code write_manifest(const hash_settings& settings) {
  manifest_options options;
  options.algorithm = settings.algorithm;
  options.follow_links = settings.follow_links;
  if (!settings.common.output.empty()) // a manifest cannot list itself
    options.ignored = inside(settings.paths.front(), settings.common.output);
  const auto manifest = manifest_of(settings, options);
  if (!manifest) return complain(manifest.error());
  const auto delivered = deliver(manifest_to_json(*manifest), settings.common);
  return delivered ? exit_code::finished : complain(delivered.error());
}

/// A line a file, and what it comes to.
std::string findings_text(const file_manifest& expected,
                          const std::vector<file_finding>& findings) {
  std::string out;
  for (const file_finding& one : findings) {
    std::string state(name_of(one.state));
    state.resize(9, ' ');
    out += state + printable(one.name) + "\n";
  }
  out += findings.empty() ? "all " + std::to_string(expected.files.size()) + " files are as listed"
                          : std::to_string(findings.size()) + " files are not as listed";
  return out + "; subject sha256:" + to_hex(subject_of(expected)) + "\n";
}

exit_code check_manifest(const hash_settings& settings) {
  const auto text = read_text(settings.manifest_path);
  if (!text) return complain(text.error());
  const auto expected = manifest_from_json(*text, settings.manifest_path);
  if (!expected) return complain(expected.error());
  manifest_options options;
  options.algorithm = expected->algorithm;
  options.follow_links = expected->follow_links || settings.follow_links;
  options.ignored = expected->ignored;
  for (const std::string& name : inside(settings.paths.front(), settings.manifest_path))
    options.ignored.push_back(name);
  const auto found = manifest_of(settings, options);
  if (!found) return complain(found.error());
  const std::vector<file_finding> findings = compare_manifests(*expected, *found);
  const std::string report = settings.common.json ? findings_to_json(*expected, findings)
                                                  : findings_text(*expected, findings);
  const auto delivered = deliver(report, settings.common);
  if (!delivered) return complain(delivered.error());
  return findings.empty() ? exit_code::finished : exit_code::finding;
}

} // namespace

exit_code run_hash(const hash_settings& settings) {
  catch_interrupts();
  if (!settings.manifest_path.empty()) return check_manifest(settings);
  return settings.manifest ? write_manifest(settings) : hash_models(settings);
}

} // namespace weightkin::cli
