#include "injected_calls.hpp"

namespace weightkin::test {
namespace {

constexpr char digits[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

wkin_status written(const wkin_comparison* one, wkin_document document, call_context& c,
                    wkin_error* e) {
  const char* id = "example/a-reference-whose-name-is-long";
  wkin_document_options options = WKIN_DOCUMENT_OPTIONS_INIT;
  options.created = "2026-01-31T12:00:00Z";
  options.subject_id = "example/a-subject-whose-name-is-long";
  options.reference_ids = &id;
  options.reference_count = 1;
  return wkin_comparisons_document(&one, 1, document, &options, c.room(), c.room_size(), nullptr,
                                   e);
}

constexpr wkin_compared_file file = {"a file whose name is long.safetensors", digits, 12};

/// Needs the digests of the subject's files.
wkin_status written_of_files(call_context& c, wkin_document document, wkin_error* e) {
  wkin_comparison* out = nullptr;
  wkin_status status =
      wkin_comparison_with_files(c.comparison(), &file, 1, &file, 1, sizeof file, &out, e);
  if (status != WKIN_OK) return out == nullptr ? status : WKIN_INTERNAL;
  status = written(out, document, c, e);
  wkin_comparison_close(out);
  return status;
}

wkin_status dropped(const void*, std::size_t, void*) { return WKIN_OK; }

} // namespace

std::span<const injected_call> document_calls() {
  static const injected_call calls[] = {
      {"wkin_comparison_asked", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_asked_search found;
         return wkin_comparison_asked(c.comparison(), &found, sizeof found, e);
       }},
      {"wkin_comparison_opened", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_model_opening found;
         return wkin_comparison_opened(c.comparison(), WKIN_SIDE_SUBJECT, &found, sizeof found, e);
       },
       WKIN_UNDEFINED},
      {"wkin_comparison_spectrum", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_change_spectrum found;
         return wkin_comparison_spectrum(c.comparison(), 9, &found, sizeof found, e);
       },
       WKIN_BAD_ARGUMENT},
      {"wkin_comparison_from_json", [](call_context& c) { c.comparison_json(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_comparison* out = nullptr;
         const wkin_status status = wkin_comparison_from_json(
             c.comparison_json().data(), c.comparison_json().size(), "kept", &out, e);
         const bool consistent = (status == WKIN_OK) == (out != nullptr);
         wkin_comparison_close(out);
         return consistent ? status : WKIN_INTERNAL;
       }},
      {"wkin_comparison_with_files", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_comparison* out = nullptr;
         const wkin_status status =
             wkin_comparison_with_files(c.comparison(), &file, 1, &file, 1, sizeof file, &out, e);
         const bool consistent = (status == WKIN_OK) == (out != nullptr);
         wkin_comparison_close(out);
         return consistent ? status : WKIN_INTERNAL;
       }},
      {"wkin_comparison_file", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_compared_file found;
         return wkin_comparison_file(c.comparison(), WKIN_SIDE_SUBJECT, 9, &found, sizeof found, e);
       },
       WKIN_BAD_ARGUMENT},
      {"wkin_comparison_html", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_comparison_html(c.comparison(), c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_comparisons_document (cyclonedx)", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return written(c.comparison(), WKIN_DOCUMENT_CYCLONEDX, c, e);
       }},
      {"wkin_comparisons_document (spdx)", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return written(c.comparison(), WKIN_DOCUMENT_SPDX, c, e);
       }},
      {"wkin_comparisons_document (statement)", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return written_of_files(c, WKIN_DOCUMENT_STATEMENT, e);
       }},
      {"wkin_comparisons_document (verification result)", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return written_of_files(c, WKIN_DOCUMENT_VERIFICATION_RESULT, e);
       }},
      {"wkin_comparisons_document (sarif)", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return written(c.comparison(), WKIN_DOCUMENT_SARIF, c, e);
       }},
      {"wkin_comparisons_document (model card)", [](call_context& c) { c.comparison(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return written(c.comparison(), WKIN_DOCUMENT_MODEL_CARD, c, e);
       }},
      {"wkin_model_send_safetensors", [](call_context& c) { c.subject(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_model_send_safetensors(c.subject(), dropped, nullptr, nullptr, nullptr, 0, e);
       }},
      {"wkin_manifest_difference", [](call_context& c) { c.manifest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_file_difference found;
         return wkin_manifest_difference(c.manifest(), c.manifest(), 0, &found, sizeof found, e);
       },
       WKIN_BAD_ARGUMENT},
      {"wkin_scan_settings", [](call_context& c) { c.scan(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_many_settings found;
         return wkin_scan_settings(c.scan(), &found, sizeof found, e);
       }},
      {"wkin_forest_settings", [](call_context& c) { c.forest(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_many_settings found;
         return wkin_forest_settings(c.forest(), &found, sizeof found, e);
       }},
      {"wkin_policy_describe", [](call_context& c) { c.policy(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_policy_info found;
         return wkin_policy_describe(c.policy(), &found, sizeof found, e);
       }},
  };
  return calls;
}

} // namespace weightkin::test
