#include "injected_calls.hpp"

namespace weightkin::test {
namespace {

template <class Handle>
wkin_status closed(wkin_status status, Handle* out, void (*close)(Handle*)) {
  const bool consistent = (status == WKIN_OK) == (out != nullptr);
  close(out);
  return consistent ? status : WKIN_INTERNAL;
}

constexpr std::uint8_t digest[32] = {1};
constexpr char ruling[] = R"({"models": [{"name": "a", "parts": [1, 2.5]}, {}], "sure": true})";

} // namespace

std::span<const injected_call> index_calls() {
  static injected_call calls[] = {
      {"wkin_index_open", [](call_context& c) { c.index(); },
       [](call_context&, wkin_error* e) -> wkin_status {
         wkin_index* out = nullptr;
         const wkin_status status = wkin_index_open("injected.sqlite", nullptr, &out, e);
         return closed(status, out, wkin_index_close);
       }},
      {"wkin_index_describe", [](call_context& c) { c.index(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_index_info found;
         return wkin_index_describe(c.index(), &found, sizeof found, e);
       }},
      {"wkin_index_add", [](call_context& c) { c.index(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_index_add(c.index(), c.subject_print(), nullptr, nullptr, e);
       }},
      {"wkin_index_remove", [](call_context& c) { c.index(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_index_remove(c.index(), 99, nullptr, e);
       }},
      {"wkin_index_load", [](call_context& c) { c.index(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_fingerprint* out = nullptr;
         const wkin_status status = wkin_index_load(c.index(), 1, &out, e);
         return closed(status, out, wkin_fingerprint_close);
       }},
      {"wkin_index_add_ruling", [](call_context& c) { c.index(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_index_add_ruling(c.index(), digest, digest, ruling, sizeof ruling - 1, nullptr,
                                      e);
       }},
      {"wkin_index_query", [](call_context& c) { c.index(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_index_answer* out = nullptr;
         const wkin_status status =
             wkin_index_query(c.index(), c.subject_print(), nullptr, &out, e);
         return closed(status, out, wkin_index_answer_close);
       }},
      {"wkin_index_list", [](call_context& c) { c.index(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_index_answer* out = nullptr;
         const wkin_status status = wkin_index_list(c.index(), 0, 10, &out, e);
         return closed(status, out, wkin_index_answer_close);
       }},
      {"wkin_index_find_digest", [](call_context& c) { c.index(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_index_answer* out = nullptr;
         const wkin_status status = wkin_index_find_digest(c.index(), digest, 10, &out, e);
         return closed(status, out, wkin_index_answer_close);
       }},
      {"wkin_index_verify", [](call_context& c) { c.index(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_index_answer* out = nullptr;
         const wkin_status status = wkin_index_verify(c.index(), &out, e);
         return closed(status, out, wkin_index_answer_close);
       }},
      {"wkin_index_rulings",
       [](call_context& c) {
         wkin_index_add_ruling(c.index(), digest, digest, ruling, sizeof ruling - 1, nullptr,
                               nullptr);
       },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_index_answer* out = nullptr;
         const wkin_status status = wkin_index_rulings(c.index(), nullptr, 10, &out, e);
         return closed(status, out, wkin_index_answer_close);
       }},
      {"wkin_index_answer_describe", [](call_context& c) { c.answer(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_index_answer_info found;
         return wkin_index_answer_describe(c.answer(), &found, sizeof found, e);
       }},
      {"wkin_index_answer_json", [](call_context& c) { c.answer(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_index_answer_json(c.answer(), c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_index_exact", [](call_context& c) { c.answer(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_exact_match found;
         return wkin_index_exact(c.answer(), 0, &found, sizeof found, e);
       }},
      {"wkin_index_add_many", [](call_context& c) { c.index(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         const wkin_fingerprint* both[2] = {c.subject_print(), c.reference_print()};
         return wkin_index_add_many(c.index(), both, 2, nullptr, nullptr, e);
       }},
      {"wkin_index_answer_scan", [](call_context& c) { c.answer(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_scan* out = nullptr;
         const wkin_status status = wkin_index_answer_scan(c.answer(), &out, e);
         return closed(status, out, wkin_scan_close);
       }},
      {"wkin_index_answer_text", [](call_context& c) { c.answer(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         return wkin_index_answer_text(c.answer(), nullptr, c.room(), c.room_size(), nullptr, e);
       }},
      {"wkin_index_entry_at", [](call_context& c) { c.answer(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_index_entry found;
         return wkin_index_entry_at(c.answer(), 99, &found, sizeof found, e);
       },
       WKIN_BAD_ARGUMENT},
      {"wkin_index_ruling_at", [](call_context& c) { c.answer(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_kept_ruling found;
         return wkin_index_ruling_at(c.answer(), 99, &found, sizeof found, e);
       },
       WKIN_BAD_ARGUMENT},
      {"wkin_index_candidate", [](call_context& c) { c.answer(); },
       [](call_context& c, wkin_error* e) -> wkin_status {
         wkin_index_candidate_info found;
         return wkin_index_candidate(c.answer(), 0, &found, sizeof found, e);
       }},
  };
  for (injected_call& call : calls)
    call.from_database = true;
  return calls;
}

} // namespace weightkin::test
