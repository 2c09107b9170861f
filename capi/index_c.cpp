#include <utility>

#include <weightkin/registry/index_scan.hpp>
#include <weightkin/report/index_report.hpp>

#include "boundary.hpp"
#include "handles.hpp"
#include "index_answer.hpp"
#include "lending.hpp"
#include "options.hpp"

using namespace weightkin;
using namespace weightkin::capi;

struct wkin_index {
  fingerprint_index index;
};

namespace {

template <class Coded, class Enum>
constexpr bool same(Coded code, Enum value) {
  return static_cast<long long>(code) == static_cast<long long>(value) && sizeof(Coded) == 4;
}
static_assert(same(WKIN_INDEX_READ, index_access::read));
static_assert(same(WKIN_INDEX_WRITE, index_access::write));
static_assert(same(WKIN_INDEX_CREATE, index_access::create));
static_assert(same(WKIN_KEY_SKETCH, key_channel::sketch));
static_assert(same(WKIN_KEY_GRAM, key_channel::gram));
static_assert(same(WKIN_KEY_PROFILE, key_channel::profile));
static_assert(same(WKIN_KEY_MAGNITUDES, key_channel::magnitudes));
static_assert(same(WKIN_KEY_EXACT, key_channel::exact));

/// `body` for functions on an index.
template <class Body>
wkin_status on_index(wkin_index* index, wkin_error* error, Body&& body) noexcept {
  return guard(error, [&] {
    if (index == nullptr) return bad_argument(error, "the index is NULL");
    return body(index->index);
  });
}

/// `body` for those that hand over an answer, which it fills.
template <class Body>
wkin_status answering(wkin_index* index, wkin_index_answer** out, wkin_error* error,
                      Body&& body) noexcept {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (index == nullptr) return bad_argument(error, "the index is NULL");
    auto answer = std::make_unique<wkin_index_answer>();
    if (const result<void> done = body(index->index, *answer); !done)
      return tell(error, done.error());
    *out = answer.release();
    return WKIN_OK;
  });
}

digest digest_at(const std::uint8_t* bytes) {
  digest out;
  std::copy_n(bytes, out.bytes.size(), out.bytes.begin());
  return out;
}

result<void> list_into(fingerprint_index& index, result<std::vector<index_entry>> models,
                       wkin_index_answer& answer) {
  if (!models) return std::move(models).error();
  auto summary = index.summary();
  if (!summary) return std::move(summary).error();
  answer.asked = wkin_index_answer::kind::list;
  answer.models = summary->models;
  answer.json = index_list_to_json(*summary, *models);
  answer.entries = std::move(*models);
  answer.summary = std::move(*summary);
  return {};
}

const char* fault_of(const wkin_index_query_options& asked) {
  if (!(asked.log10_alpha <= 0)) return "log10_alpha must be below 0";
  if (!(asked.effect_floor >= 0 && asked.effect_floor < 1))
    return "effect_floor must be at least 0 and below 1";
  if (!(asked.nearest_share >= 0 && asked.nearest_share < 0.5))
    return "nearest_share must be at least 0 and below 0.5";
  if (!(asked.separation_errors >= 0)) return "separation_errors must be at least 0";
  return nullptr;
}

result<index_scan_options> asking(const wkin_index_query_options* given) {
  wkin_index_query_options asked;
  if (!read_options(given, asked))
    return error{errc::bad_argument, "query options: struct_size is not set (use the _INIT)"};
  if (const char* why = fault_of(asked)) return error{errc::bad_argument, why};
  index_scan_options options;
  if (asked.candidates > 0) options.candidates.limit = asked.candidates;
  if (asked.confirm > 0) options.scan.confirm = asked.confirm;
  if (asked.log10_alpha != 0) options.scan.ruling.log10_alpha = asked.log10_alpha;
  if (asked.effect_floor != 0) options.scan.ruling.effect_floor = asked.effect_floor;
  if (asked.seed != 0) options.scan.ruling.seed = asked.seed;
  if (asked.nearest_share != 0) options.scan.separation.nearest_share = asked.nearest_share;
  if (asked.separation_errors != 0) options.scan.separation.errors = asked.separation_errors;
  options.scan.threads = asked.threads;
  options.scan.on_progress =
      passed_on(asked.on_progress, asked.user_data, asked.on_log, asked.log_user_data);
  return options;
}

} // namespace

wkin_status wkin_index_open(const char* address, const wkin_index_options* options,
                            wkin_index** out, wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (address == nullptr) return bad_argument(error, "the address is NULL");
    wkin_index_options asked;
    if (!read_options(options, asked))
      return bad_argument(error, "index options: struct_size is not set (use the _INIT)");
    if (asked.access < WKIN_INDEX_READ || asked.access > WKIN_INDEX_CREATE)
      return bad_argument(error, "index options: there is no such access");
    index_options how;
    how.access = static_cast<index_access>(asked.access);
    if (asked.busy_milliseconds > 0) how.busy_milliseconds = asked.busy_milliseconds;
    if (asked.key_cache_bytes > 0) how.key_cache_bytes = asked.key_cache_bytes;
    auto opened = fingerprint_index::open(address, how);
    if (!opened) return tell(error, opened.error());
    *out = new wkin_index{std::move(*opened)};
    return WKIN_OK;
  });
}

void wkin_index_close(wkin_index* index) { delete index; }

wkin_status wkin_index_describe(wkin_index* index, wkin_index_info* info, size_t info_size,
                                wkin_error* error) {
  return on_index(index, error, [&](fingerprint_index& open) {
    const auto summary = open.summary();
    if (!summary) return tell(error, summary.error());
    wkin_index_info ours{};
    ours.models = summary->models;
    ours.components = summary->components;
    ours.rulings = summary->rulings;
    ours.seed = summary->seed.value_or(0);
    ours.schema = summary->schema;
    ours.has_seed = summary->seed ? 1 : 0;
    ours.on_server = summary->engine == "postgresql" ? 1 : 0;
    ours.vector_search = summary->vector_search ? 1 : 0;
    return fill(info, info_size, ours, error);
  });
}

wkin_status wkin_index_add(wkin_index* index, const wkin_fingerprint* fingerprint, uint64_t* id,
                           uint32_t* added, wkin_error* error) {
  return on_index(index, error, [&](fingerprint_index& open) {
    if (fingerprint == nullptr) return bad_argument(error, "the fingerprint is NULL");
    const auto addition = open.add(fingerprint->print);
    if (!addition) return tell(error, addition.error());
    if (id != nullptr) *id = addition->id;
    if (added != nullptr) *added = addition->added ? 1 : 0;
    return WKIN_OK;
  });
}

wkin_status wkin_index_add_many(wkin_index* index, const wkin_fingerprint* const* fingerprints,
                                size_t count, uint64_t* ids, uint32_t* added, wkin_error* error) {
  return on_index(index, error, [&](fingerprint_index& open) {
    const auto prints = prints_of(fingerprints, count);
    if (!prints) return tell(error, prints.error());
    const auto additions = open.add_all(*prints);
    if (!additions) return tell(error, additions.error());
    for (std::size_t each = 0; each < additions->size(); ++each) {
      if (ids != nullptr) ids[each] = (*additions)[each].id;
      if (added != nullptr) added[each] = (*additions)[each].added ? 1 : 0;
    }
    return WKIN_OK;
  });
}

wkin_status wkin_index_remove(wkin_index* index, uint64_t id, uint32_t* removed,
                              wkin_error* error) {
  return on_index(index, error, [&](fingerprint_index& open) {
    const auto gone = open.remove(id);
    if (!gone) return tell(error, gone.error());
    if (removed != nullptr) *removed = *gone ? 1 : 0;
    return WKIN_OK;
  });
}

wkin_status wkin_index_load(wkin_index* index, uint64_t id, wkin_fingerprint** out,
                            wkin_error* error) {
  if (out != nullptr) *out = nullptr;
  return on_index(index, error, [&](fingerprint_index& open) {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    auto print = open.load(id);
    if (!print) return tell(error, print.error());
    *out = new wkin_fingerprint{std::move(*print)};
    return WKIN_OK;
  });
}

wkin_status wkin_index_query(wkin_index* index, const wkin_fingerprint* subject,
                             const wkin_index_query_options* options, wkin_index_answer** out,
                             wkin_error* error) {
  return answering(index, out, error,
                   [&](fingerprint_index& open, wkin_index_answer& answer) -> result<void> {
                     if (subject == nullptr)
                       return weightkin::error{errc::bad_argument, "the subject is NULL"};
                     const auto asked = asking(options);
                     if (!asked) return asked.error();
                     auto found = scan_index(open, subject->print, {}, {}, *asked);
                     if (!found) return std::move(found).error();
                     answer.found = std::move(*found);
                     answer.models = answer.found.models;
                     answer.subject = {subject->print.name,
                                       subject->print.format,
                                       subject->print.tensors.size(),
                                       subject->print.contents.parameters,
                                       {}};
                     answer.json = index_answer_to_json(answer.subject, answer.found);
                     return {};
                   });
}

wkin_status wkin_index_list(wkin_index* index, uint64_t after, size_t limit,
                            wkin_index_answer** out, wkin_error* error) {
  return answering(index, out, error, [&](fingerprint_index& open, wkin_index_answer& answer) {
    return list_into(open, open.list(after, limit), answer);
  });
}

wkin_status wkin_index_find_digest(wkin_index* index, const uint8_t* digest, size_t limit,
                                   wkin_index_answer** out, wkin_error* error) {
  return answering(index, out, error,
                   [&](fingerprint_index& open, wkin_index_answer& answer) -> result<void> {
                     if (digest == nullptr)
                       return weightkin::error{errc::bad_argument, "the digest is NULL"};
                     return list_into(open, open.find_digest(digest_at(digest), limit), answer);
                   });
}

wkin_status wkin_index_verify(wkin_index* index, wkin_index_answer** out, wkin_error* error) {
  return answering(index, out, error,
                   [&](fingerprint_index& open, wkin_index_answer& answer) -> result<void> {
                     auto check = open.verify();
                     if (!check) return std::move(check).error();
                     answer.models = check->models;
                     answer.asked = wkin_index_answer::kind::check;
                     answer.json = index_check_to_json(*check);
                     answer.check = std::move(*check);
                     return {};
                   });
}

wkin_status wkin_index_add_ruling(wkin_index* index, const uint8_t* subject,
                                  const uint8_t* reference, const char* json, size_t length,
                                  uint32_t* added, wkin_error* error) {
  return on_index(index, error, [&](fingerprint_index& open) {
    if (subject == nullptr || reference == nullptr || json == nullptr)
      return bad_argument(error, "a digest or the document is NULL");
    const auto kept =
        open.add_ruling({digest_at(subject), digest_at(reference), std::string(json, length)});
    if (!kept) return tell(error, kept.error());
    if (added != nullptr) *added = *kept ? 1 : 0;
    return WKIN_OK;
  });
}

wkin_status wkin_index_rulings(wkin_index* index, const uint8_t* model, size_t limit,
                               wkin_index_answer** out, wkin_error* error) {
  return answering(
      index, out, error, [&](fingerprint_index& open, wkin_index_answer& answer) -> result<void> {
        auto found =
            open.rulings(model != nullptr ? std::optional(digest_at(model)) : std::nullopt, limit);
        if (!found) return std::move(found).error();
        answer.asked = wkin_index_answer::kind::rulings;
        answer.json = index_rulings_to_json(*found);
        answer.rulings = std::move(*found);
        return {};
      });
}
