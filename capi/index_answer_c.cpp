#include <memory>

#include <weightkin/report/index_report.hpp>

#include "boundary.hpp"
#include "handles.hpp"
#include "index_answer.hpp"
#include "options.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

const scan_candidate* compared(const index_answer& found, std::size_t reference) {
  if (!found.scan) return nullptr;
  for (const scan_candidate& each : found.scan->candidates)
    if (each.reference == reference && each.compared) return &each;
  return nullptr;
}

std::string told(const wkin_index_answer& answer, const text_options& look) {
  switch (answer.asked) {
  case wkin_index_answer::kind::list: return index_list_to_text(answer.summary, answer.entries);
  case wkin_index_answer::kind::check: return index_check_to_text(answer.check);
  default: return index_answer_to_text(answer.subject, answer.found, look);
  }
}

} // namespace

void wkin_index_answer_close(wkin_index_answer* answer) { delete answer; }

wkin_status wkin_index_answer_describe(const wkin_index_answer* answer,
                                       wkin_index_answer_info* info, size_t info_size,
                                       wkin_error* error) {
  return guard(error, [&] {
    if (answer == nullptr) return bad_argument(error, "the answer is NULL");
    wkin_index_answer_info ours{};
    ours.models = answer->models;
    ours.exact = answer->found.exact.size();
    ours.candidates = answer->found.candidates.size();
    ours.problems = answer->check.problems.size();
    ours.overall = answer->found.scan ? static_cast<wkin_verdict>(answer->found.scan->overall)
                                      : WKIN_VERDICT_NOT_COMPARABLE;
    ours.entries = answer->entries.size();
    ours.rulings = answer->rulings.size();
    return fill(info, info_size, ours, error);
  });
}

wkin_status wkin_index_answer_json(const wkin_index_answer* answer, char* buffer, size_t capacity,
                                   size_t* needed, wkin_error* error) {
  return guard(error, [&] {
    if (answer == nullptr) return bad_argument(error, "the answer is NULL");
    return copy_text(answer->json, buffer, capacity, needed, error);
  });
}

wkin_status wkin_index_exact(const wkin_index_answer* answer, size_t index, wkin_exact_match* match,
                             size_t match_size, wkin_error* error) {
  return guard(error, [&] {
    if (answer == nullptr) return bad_argument(error, "the answer is NULL");
    if (index >= answer->found.exact.size())
      return bad_argument(error, "the answer has no such match");
    const exact_match& found = answer->found.exact[index];
    const wkin_exact_match ours{found.model.name.c_str(),  found.model.id,
                                found.tensors_equal,       found.share,
                                found.same_root ? 1U : 0U, found.same_nameless ? 1U : 0U,
                                found.components.size()};
    return fill(match, match_size, ours, error);
  });
}

wkin_status wkin_index_candidate(const wkin_index_answer* answer, size_t index,
                                 wkin_index_candidate_info* candidate, size_t candidate_size,
                                 wkin_error* error) {
  return guard(error, [&] {
    if (answer == nullptr) return bad_argument(error, "the answer is NULL");
    if (index >= answer->found.candidates.size())
      return bad_argument(error, "the answer has no such candidate");
    const index_candidate& found = answer->found.candidates[index];
    const scan_candidate* pair = compared(answer->found, index);
    wkin_index_candidate_info ours{};
    ours.name = found.model.name.c_str();
    ours.component = found.component.c_str();
    ours.id = found.model.id;
    ours.score = found.score;
    ours.channel = static_cast<wkin_key_channel>(found.channel);
    ours.compared = pair != nullptr ? 1 : 0;
    ours.verdict =
        pair != nullptr ? static_cast<wkin_verdict>(pair->pair.overall) : WKIN_VERDICT_UNDETERMINED;
    ours.place = found.place;
    return fill(candidate, candidate_size, ours, error);
  });
}

const char* wkin_index_exact_component(const wkin_index_answer* answer, size_t match, size_t index,
                                       const char** of_model) {
  if (answer == nullptr || match >= answer->found.exact.size()) return nullptr;
  const auto& components = answer->found.exact[match].components;
  if (index >= components.size()) return nullptr;
  if (of_model != nullptr) *of_model = components[index].second.c_str();
  return components[index].first.c_str();
}

wkin_status wkin_index_answer_scan(const wkin_index_answer* answer, wkin_scan** out,
                                   wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (answer == nullptr) return bad_argument(error, "the answer is NULL");
    if (!answer->found.scan)
      return tell(error, errc::undefined, fault::none, "nothing of the index was compared");
    *out = new wkin_scan{*answer->found.scan};
    return WKIN_OK;
  });
}

wkin_status wkin_index_entry_at(const wkin_index_answer* answer, size_t index,
                                wkin_index_entry* entry, size_t entry_size, wkin_error* error) {
  return guard(error, [&] {
    if (answer == nullptr) return bad_argument(error, "the answer is NULL");
    if (index >= answer->entries.size()) return bad_argument(error, "the answer has no such model");
    const index_entry& found = answer->entries[index];
    wkin_index_entry ours{};
    ours.name = found.name.c_str();
    ours.format = found.format.c_str();
    ours.id = found.id;
    ours.tensors = found.tensors;
    ours.parameters = found.parameters;
    ours.print_bytes = found.bytes;
    put(found.print, ours.print);
    if (found.roots) {
      put(found.roots->named, ours.root);
      put(found.roots->nameless, ours.nameless);
      ours.has_roots = 1;
    }
    return fill(entry, entry_size, ours, error);
  });
}

wkin_status wkin_index_ruling_at(const wkin_index_answer* answer, size_t index,
                                 wkin_kept_ruling* ruling, size_t ruling_size, wkin_error* error) {
  return guard(error, [&] {
    if (answer == nullptr) return bad_argument(error, "the answer is NULL");
    if (index >= answer->rulings.size())
      return bad_argument(error, "the answer has no such document");
    const stored_ruling& found = answer->rulings[index];
    wkin_kept_ruling ours{};
    ours.document = found.document.c_str();
    ours.length = found.document.size();
    put(found.subject, ours.subject);
    put(found.reference, ours.reference);
    return fill(ruling, ruling_size, ours, error);
  });
}

const char* wkin_index_problem(const wkin_index_answer* answer, size_t index) {
  return answer != nullptr ? text_at(answer->check.problems, index) : nullptr;
}

wkin_status wkin_index_answer_text(const wkin_index_answer* answer,
                                   const wkin_text_options* options, char* buffer, size_t capacity,
                                   size_t* needed, wkin_error* error) {
  return guard(error, [&] {
    if (answer == nullptr) return bad_argument(error, "the answer is NULL");
    const auto look = looking(options);
    if (!look) return tell(error, look.error());
    if (answer->asked == wkin_index_answer::kind::rulings)
      return tell(error, errc::undefined, fault::none,
                  "documents that were kept are asked for one by one, or as JSON");
    return copy_text(told(*answer, *look), buffer, capacity, needed, error);
  });
}
