#include <weightkin/report/index_report.hpp>
#include <weightkin/report/printable.hpp>
#include <weightkin/report/scan_report.hpp>

#include "safe_text.hpp"
#include "text_numbers.hpp"
#include "text_table.hpp"

namespace weightkin {
namespace {

using namespace detail;

constexpr std::size_t longest_index_name = 48;
constexpr std::size_t most_candidates = 10;

std::string shown(const index_entry& entry) {
  return entry.name.empty() ? "model " + std::to_string(entry.id)
                            : elided(printable(entry.name), longest_index_name);
}

std::string sameness(const exact_match& match) {
  if (match.same_root) return "the same model";
  if (match.same_nameless) return "the same values under other names";
  std::string out;
  for (const auto& [own, theirs] : match.components)
    out += (out.empty() ? "the same " : ", ") + printable(own);
  return out;
}

std::string exact_text(const index_answer& answer) {
  if (answer.exact.empty()) return "Nothing in the index has any of its values.\n\n";
  text_table table(
      {{"exactly"}, {"id", true}, {"model"}, {"equal tensors", true}, {"share", true}});
  for (const exact_match& match : answer.exact)
    table.add({{sameness(match)},
               {std::to_string(match.model.id)},
               {shown(match.model)},
               {grouped(match.tensors_equal)},
               {percent(match.share)}});
  return table.rendered(false) + "\n";
}

std::string candidate_text(const index_answer& answer) {
  if (answer.candidates.empty()) return "The index holds no model to compare with.\n";
  text_table table({{"candidate"}, {"id", true}, {"component"}, {"found by"}, {"score", true}});
  std::size_t left = answer.candidates.size();
  for (const index_candidate& each : answer.candidates) {
    if (answer.candidates.size() - left == most_candidates) break;
    table.add({{shown(each.model)},
               {std::to_string(each.model.id)},
               {printable(each.component)},
               {std::string(name_of(each.channel))},
               {fixed(each.score, 3)}});
    --left;
  }
  return table.rendered(false) +
         (left > 0 ? "... and " + grouped(left) + " more candidates\n" : std::string()) + "\n";
}

} // namespace

std::string index_added_to_text(std::span<const added_model> models,
                                std::span<const passed_model> passed) {
  std::string out;
  for (const added_model& each : models)
    out += (each.addition.added ? "added        " : "was there    ") +
           std::to_string(each.addition.id) + "  " + printable(each.name) + "\n";
  for (const passed_model& each : passed)
    out += (each.unread ? "not added    " : "left out     ") + printable(each.reason) + "\n";
  return out;
}

std::string index_answer_to_text(const model_summary& subject, const index_answer& answer,
                                 const text_options& options) {
  std::string out = "weightkin index query\n  subject  " + printable(subject.name) +
                    "\n  index    " + counted(answer.models, "model") + "\n\n" +
                    exact_text(answer) + candidate_text(answer);
  if (answer.scan) out += scan_to_text(*answer.scan, options);
  return out;
}

std::string index_list_to_text(const index_summary& summary, std::span<const index_entry> models) {
  text_table table({{"id", true}, {"model"}, {"tensors", true}, {"parameters", true}, {"root"}});
  for (const index_entry& entry : models)
    table.add({{std::to_string(entry.id)},
               {shown(entry)},
               {grouped(entry.tensors)},
               {magnitude(entry.parameters)},
               {entry.roots ? to_hex(entry.roots->named).substr(0, 16) : "-"}});
  return table.rendered(false) + counted(summary.models, "model") + ", " +
         counted(summary.rulings, "ruling") + " in all, " + summary.engine + "\n";
}

std::string index_check_to_text(const index_check& check) {
  std::string out;
  for (const std::string& problem : check.problems)
    out += "problem: " + printable(problem) + "\n";
  return out + counted(check.models, "model") + " looked at, " +
         (check.problems.empty() ? "sound" : "NOT sound") + "\n";
}

} // namespace weightkin
