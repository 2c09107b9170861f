#include <utility>

#include <weightkin/report/index_report.hpp>
#include <weightkin/report/scan_report.hpp>

#include "core/json_document.hpp"
#include "pair_json.hpp"

namespace weightkin {
namespace {

using detail::number;
using detail::ordered_json;
using detail::text;
using detail::whole;

constexpr const char* index_schema = "urn:weightkin:schema:index:1.2";

ordered_json head(const char* command) {
  return {{"schema", index_schema}, {"tool", detail::tool_json()}, {"command", command}};
}

ordered_json entry_json(const index_entry& entry) {
  ordered_json out{{"id", whole(entry.id)},
                   {"name", text(entry.name)},
                   {"format", text(entry.format)},
                   {"tensors", whole(entry.tensors)},
                   {"parameters", whole(entry.parameters)},
                   {"bytes", whole(entry.bytes)},
                   {"print", to_hex(entry.print)},
                   {"root", nullptr},
                   {"nameless_root", nullptr}};
  if (entry.roots) {
    out["root"] = to_hex(entry.roots->named);
    out["nameless_root"] = to_hex(entry.roots->nameless);
  }
  return out;
}

ordered_json match_json(const exact_match& match) {
  ordered_json components = ordered_json::array();
  for (const auto& [own, theirs] : match.components)
    components.push_back({{"subject", text(own)}, {"reference", text(theirs)}});
  return {{"model", entry_json(match.model)},
          {"same_root", match.same_root},
          {"same_nameless_root", match.same_nameless},
          {"components", std::move(components)},
          {"tensors_equal", whole(match.tensors_equal)},
          {"share", number(match.share)}};
}

ordered_json candidate_json(const index_candidate& candidate) {
  return {{"model", entry_json(candidate.model)},
          {"channel", name_of(candidate.channel)},
          {"place", whole(candidate.place)},
          {"component", text(candidate.component)},
          {"score", number(candidate.score)}};
}

/// A document of ours or of somebody else's, which may be no JSON at all.
ordered_json parsed(const std::string& document) {
  constexpr std::size_t deepest = 64; // writing one recurses
  auto read = detail::rewritten_json(document, deepest);
  return read ? std::move(*read) : text(document);
}

} // namespace

std::string index_added_to_json(std::span<const added_model> models,
                                std::span<const passed_model> passed) {
  ordered_json out = head("add");
  ordered_json list = ordered_json::array();
  for (const added_model& each : models)
    list.push_back({{"id", whole(each.addition.id)},
                    {"name", text(each.name)},
                    {"added", each.addition.added}});
  out["models"] = std::move(list);
  out["not_added"] = ordered_json::array();
  for (const passed_model& each : passed)
    out["not_added"].push_back(
        {{"path", text(each.path)}, {"reason", text(each.reason)}, {"unread", each.unread}});
  return detail::document(out);
}

std::string index_answer_to_json(const model_summary& subject, const index_answer& answer) {
  ordered_json out = head("query");
  out["subject"] = detail::model_json(subject);
  out["models"] = whole(answer.models);
  out["exact"] = ordered_json::array();
  for (const exact_match& match : answer.exact)
    out["exact"].push_back(match_json(match));
  out["candidates"] = ordered_json::array();
  for (const index_candidate& candidate : answer.candidates)
    out["candidates"].push_back(candidate_json(candidate));
  out["scan"] = answer.scan ? parsed(scan_to_json(*answer.scan)) : ordered_json(nullptr);
  return detail::document(out);
}

std::string index_list_to_json(const index_summary& summary, std::span<const index_entry> models) {
  ordered_json out = head("list");
  out["engine"] = summary.engine;
  out["index_schema"] = whole(summary.schema);
  out["seed"] = summary.seed ? whole(*summary.seed) : ordered_json(nullptr);
  out["vector_search"] = summary.vector_search;
  out["models_in_all"] = whole(summary.models);
  out["rulings_in_all"] = whole(summary.rulings);
  out["models"] = ordered_json::array();
  for (const index_entry& entry : models)
    out["models"].push_back(entry_json(entry));
  return detail::document(out);
}

std::string index_check_to_json(const index_check& check) {
  ordered_json out = head("verify");
  out["models"] = whole(check.models);
  out["rulings"] = whole(check.rulings);
  out["problems"] = detail::texts_json(check.problems);
  return detail::document(out);
}

std::string index_removed_to_json(std::span<const std::uint64_t> ids) {
  ordered_json out = head("remove");
  out["removed"] = ordered_json::array();
  for (const std::uint64_t id : ids)
    out["removed"].push_back(whole(id));
  return detail::document(out);
}

std::string index_ruled_to_json(const stored_ruling& ruling, bool added) {
  ordered_json out = head("rule");
  out["subject"] = to_hex(ruling.subject);
  out["reference"] = to_hex(ruling.reference);
  out["added"] = added;
  return detail::document(out);
}

std::string index_rulings_to_json(std::span<const stored_ruling> rulings) {
  ordered_json out = head("rulings");
  out["rulings"] = ordered_json::array();
  for (const stored_ruling& ruling : rulings)
    out["rulings"].push_back({{"subject", to_hex(ruling.subject)},
                              {"reference", to_hex(ruling.reference)},
                              {"document", parsed(ruling.document)}});
  return detail::document(out);
}

} // namespace weightkin
