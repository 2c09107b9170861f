#include <algorithm>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <weightkin/report/attestation.hpp>
#include <weightkin/report/bill_of_materials.hpp>
#include <weightkin/report/html_report.hpp>
#include <weightkin/report/model_card.hpp>
#include <weightkin/report/sarif_report.hpp>
#include <weightkin/report/stored_comparison.hpp>

#include "boundary.hpp"
#include "handles.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

using writer = result<std::string> (*)(std::span<const comparison>, const document_options&);

struct document_kind {
  const char* name;
  writer write;
};

/// By the numbers of wkin_document.
constexpr document_kind documents[] = {
    {"cyclonedx", &to_cyclonedx}, {"spdx", &to_spdx},
    {"statement", &to_statement}, {"verification_result", &to_verification_result},
    {"sarif", &to_sarif},         {"model_card", &to_card_patch},
};

/// Null for numbers that no document has.
const document_kind* kind_of(wkin_document document) {
  const auto number = static_cast<std::size_t>(document);
  return number < std::size(documents) ? &documents[number] : nullptr;
}

result<document_options> documenting(const wkin_document_options* given) {
  const auto refuse = [](const char* why) { return error{errc::bad_argument, why}; };
  wkin_document_options asked;
  if (!read_options(given, asked))
    return refuse("document options: struct_size is not set (use the _INIT)");
  document_options options;
  if (asked.created != nullptr) options.created = asked.created;
  if (asked.subject_id != nullptr) options.subject_id = asked.subject_id;
  if (asked.reference_count > 0 && asked.reference_ids == nullptr)
    return refuse("the ids of the references are NULL");
  for (const char* id : std::span(asked.reference_ids, asked.reference_count)) {
    if (id == nullptr) return refuse("an id of a reference is NULL");
    options.reference_ids.emplace_back(id);
  }
  return options;
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && std::ranges::all_of(text, [](char digit) {
           return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
         });
}

/// The caller's list, whose entries are `size` bytes apart.
result<std::vector<model_file>> files_of(const wkin_compared_file* list, std::size_t count,
                                         std::size_t size) {
  const auto refuse = [](const char* why) { return error{errc::bad_argument, why}; };
  std::vector<model_file> files;
  if (count == 0) return files;
  if (list == nullptr) return refuse("the files are NULL");
  if (size < sizeof *list) return refuse("file_size is not sizeof(wkin_compared_file)");
  const auto* bytes = reinterpret_cast<const unsigned char*>(list);
  for (std::size_t index = 0; index < count; ++index) {
    wkin_compared_file one{};
    std::memcpy(&one, bytes + index * size, sizeof one);
    if (one.name == nullptr || *one.name == '\0') return refuse("a file has no name");
    if (one.sha256 == nullptr || !is_sha256(one.sha256))
      return refuse("sha256 must have 64 lower-case hexadecimal digits");
    files.push_back({one.name, one.size_bytes, one.sha256});
  }
  return files;
}

} // namespace

wkin_status wkin_comparison_from_json(const char* json, size_t length, const char* label,
                                      wkin_comparison** out, wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (json == nullptr) return bad_argument(error, "the text is NULL");
    auto ruling = read_comparison({json, length}, label != nullptr ? label : "result");
    if (!ruling) return tell(error, ruling.error());
    *out = new wkin_comparison(std::move(*ruling));
    return WKIN_OK;
  });
}

wkin_status wkin_comparison_file(const wkin_comparison* comparison, wkin_side side, size_t index,
                                 wkin_compared_file* file, size_t file_size, wkin_error* error) {
  return guard(error, [&] {
    if (comparison == nullptr) return bad_argument(error, "the comparison is NULL");
    const model_summary* model = model_of(comparison->ruling, side);
    if (model == nullptr || index >= model->files.size())
      return bad_argument(error, "no file has this side and index");
    const model_file& found = model->files[index];
    const wkin_compared_file ours{found.name.c_str(), found.sha256.c_str(), found.size_bytes};
    return fill(file, file_size, ours, error);
  });
}

wkin_status wkin_comparison_with_files(const wkin_comparison* comparison,
                                       const wkin_compared_file* subject_files,
                                       size_t subject_count,
                                       const wkin_compared_file* reference_files,
                                       size_t reference_count, size_t file_size,
                                       wkin_comparison** out, wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (comparison == nullptr) return bad_argument(error, "the comparison is NULL");
    auto subject = files_of(subject_files, subject_count, file_size);
    if (!subject) return tell(error, subject.error());
    auto reference = files_of(reference_files, reference_count, file_size);
    if (!reference) return tell(error, reference.error());
    auto copy = std::make_unique<wkin_comparison>(*comparison);
    copy->ruling.subject.files = std::move(*subject);
    copy->ruling.reference.files = std::move(*reference);
    *out = copy.release();
    return WKIN_OK;
  });
}

wkin_status wkin_comparison_html(const wkin_comparison* comparison, char* buffer, size_t capacity,
                                 size_t* needed, wkin_error* error) {
  return guard(error, [&] {
    if (comparison == nullptr) return bad_argument(error, "the comparison is NULL");
    return copy_text(to_html(comparison->ruling), buffer, capacity, needed, error);
  });
}

const char* wkin_document_name(wkin_document document) {
  const document_kind* kind = kind_of(document);
  return kind != nullptr ? kind->name : "unknown";
}

wkin_status wkin_comparisons_document(const wkin_comparison* const* comparisons, size_t count,
                                      wkin_document document, const wkin_document_options* options,
                                      char* buffer, size_t capacity, size_t* needed,
                                      wkin_error* error) {
  return guard(error, [&] {
    const document_kind* kind = kind_of(document);
    if (kind == nullptr) return bad_argument(error, "no document has this number");
    if (comparisons == nullptr || count == 0)
      return bad_argument(error, "there are no comparisons");
    const auto asked = documenting(options);
    if (!asked) return tell(error, asked.error());
    std::vector<comparison> rulings;
    for (const wkin_comparison* each : std::span(comparisons, count)) {
      if (each == nullptr) return bad_argument(error, "a comparison is NULL");
      rulings.push_back(each->ruling);
    }
    const auto text = kind->write(rulings, *asked);
    if (!text) return tell(error, text.error());
    return copy_text(*text, buffer, capacity, needed, error);
  });
}
