#include <algorithm>
#include <span>

#include "boundary.hpp"
#include "handles.hpp"
#include "options.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

result<manifest_options> listing(const wkin_manifest_options* given) {
  const auto refuse = [](const char* why) { return error{errc::bad_argument, why}; };
  wkin_manifest_options asked;
  if (!read_options(given, asked))
    return refuse("manifest options: struct_size is not set (use the _INIT)");
  if (asked.algorithm != WKIN_MANIFEST_SHA256 && asked.algorithm != WKIN_MANIFEST_BLAKE3)
    return refuse("no manifest hash has this number");
  if (asked.ignored_count > 0 && asked.ignored == nullptr) return refuse("`ignored` is NULL");
  manifest_options options;
  options.algorithm = static_cast<manifest_hash>(asked.algorithm);
  options.follow_links = asked.follow_links != 0;
  options.threads = asked.threads;
  options.on_progress = passed_on(asked.on_progress, asked.user_data);
  for (const char* path : std::span(asked.ignored, asked.ignored_count)) {
    if (path == nullptr) return refuse("an ignored path is NULL");
    options.ignored.emplace_back(path);
  }
  return options;
}

wkin_status hand_over(result<file_manifest> made, wkin_manifest** out, wkin_error* error) {
  if (!made) return tell(error, made.error());
  *out = new wkin_manifest{std::move(*made)};
  return WKIN_OK;
}

/// The name as the manifest has it, which lives as long as that does.
const char* lent_name(const file_manifest& files, const std::string& name) {
  const auto place = std::ranges::find(files.files, name, &manifest_file::name);
  return place != files.files.end() ? place->name.c_str() : "";
}

} // namespace

wkin_status wkin_manifest_make(const char* path, const wkin_manifest_options* options,
                               wkin_manifest** out, wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (path == nullptr) return bad_argument(error, "the path is NULL");
    const auto how = listing(options);
    if (!how) return tell(error, how.error());
    return hand_over(make_manifest(path, *how), out, error);
  });
}

wkin_status wkin_manifest_from_json(const char* json, size_t length, const char* label,
                                    wkin_manifest** out, wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (json == nullptr) return bad_argument(error, "the text is NULL");
    const std::string name = label != nullptr ? label : "manifest";
    return hand_over(manifest_from_json({json, length}, name), out, error);
  });
}

void wkin_manifest_close(wkin_manifest* manifest) { delete manifest; }

wkin_status wkin_manifest_describe(const wkin_manifest* manifest, wkin_manifest_info* info,
                                   size_t info_size, wkin_error* error) {
  return guard(error, [&] {
    if (manifest == nullptr) return bad_argument(error, "the manifest is NULL");
    const digest subject = subject_of(manifest->files);
    wkin_manifest_info ours{};
    ours.model = manifest->files.model.c_str();
    ours.files = manifest->files.files.size();
    ours.algorithm = static_cast<wkin_manifest_hash>(manifest->files.algorithm);
    ours.follow_links = manifest->files.follow_links ? 1 : 0;
    std::copy(subject.bytes.begin(), subject.bytes.end(), ours.subject);
    return fill(info, info_size, ours, error);
  });
}

wkin_status wkin_manifest_file_at(const wkin_manifest* manifest, size_t index,
                                  wkin_manifest_file* file, size_t file_size, wkin_error* error) {
  return guard(error, [&] {
    if (manifest == nullptr) return bad_argument(error, "the manifest is NULL");
    if (index >= manifest->files.files.size()) return bad_argument(error, "no file has this index");
    const manifest_file& found = manifest->files.files[index];
    wkin_manifest_file ours{};
    ours.name = found.name.c_str();
    std::copy(found.content.bytes.begin(), found.content.bytes.end(), ours.content);
    return fill(file, file_size, ours, error);
  });
}

wkin_status wkin_manifest_json(const wkin_manifest* manifest, char* buffer, size_t capacity,
                               size_t* needed, wkin_error* error) {
  return guard(error, [&] {
    if (manifest == nullptr) return bad_argument(error, "the manifest is NULL");
    return copy_text(manifest_to_json(manifest->files), buffer, capacity, needed, error);
  });
}

wkin_status wkin_manifest_compare(const wkin_manifest* expected, const wkin_manifest* found,
                                  size_t* differences, char* buffer, size_t capacity,
                                  size_t* needed, wkin_error* error) {
  return guard(error, [&] {
    if (expected == nullptr || found == nullptr) return bad_argument(error, "a manifest is NULL");
    const auto findings = compare_manifests(expected->files, found->files);
    if (differences != nullptr) *differences = findings.size();
    return copy_text(findings_to_json(expected->files, findings), buffer, capacity, needed, error);
  });
}

wkin_status wkin_manifest_difference(const wkin_manifest* expected, const wkin_manifest* found,
                                     size_t index, wkin_file_difference* difference,
                                     size_t difference_size, wkin_error* error) {
  return guard(error, [&] {
    if (expected == nullptr || found == nullptr) return bad_argument(error, "a manifest is NULL");
    const auto findings = compare_manifests(expected->files, found->files);
    if (index >= findings.size()) return bad_argument(error, "no difference has this index");
    const file_finding& finding = findings[index];
    const wkin_manifest& has = finding.state == file_state::extra ? *found : *expected;
    wkin_file_difference ours{};
    ours.name = lent_name(has.files, finding.name);
    ours.state = static_cast<wkin_file_state>(finding.state);
    return fill(difference, difference_size, ours, error);
  });
}
