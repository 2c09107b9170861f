#pragma once

#include <span>
#include <string>
#include <vector>

#include <weightkin/registry/index_scan.hpp>
#include <weightkin/report/text_report.hpp>

namespace weightkin {

/// What was done with a model that was to be added.
struct added_model {
  std::string name;        ///< the path or label it was given by
  index_addition addition; ///< what became of it
};

/// What was met on the way and not added.
struct passed_model {
  std::string path;    ///< with that of the folder it was met in
  std::string reason;  ///< one line that names it
  bool unread = false; ///< it may be a model and could not be looked at; else it is plainly none
};

/// What an index answers, for people and as JSON after docs/schemas/index-1.json. JSON keeps the
/// promises of `to_json`.
[[nodiscard]] std::string index_added_to_text(std::span<const added_model> models,
                                              std::span<const passed_model> passed = {});
/// The same as JSON.
[[nodiscard]] std::string index_added_to_json(std::span<const added_model> models,
                                              std::span<const passed_model> passed = {});

/// What a query found, for people.
[[nodiscard]] std::string index_answer_to_text(const model_summary& subject,
                                               const index_answer& answer,
                                               const text_options& options = {});
/// The same as JSON.
[[nodiscard]] std::string index_answer_to_json(const model_summary& subject,
                                               const index_answer& answer);

/// Models by themselves: a list, what a digest leads to, what was exported.
[[nodiscard]] std::string index_list_to_text(const index_summary& summary,
                                             std::span<const index_entry> models);
/// The same as JSON.
[[nodiscard]] std::string index_list_to_json(const index_summary& summary,
                                             std::span<const index_entry> models);

/// What a check found, for people.
[[nodiscard]] std::string index_check_to_text(const index_check& check);
/// The same as JSON.
[[nodiscard]] std::string index_check_to_json(const index_check& check);

/// What was taken out, by its ids.
[[nodiscard]] std::string index_removed_to_json(std::span<const std::uint64_t> ids);

/// What was kept; `added` is false when it was there.
[[nodiscard]] std::string index_ruled_to_json(const stored_ruling& ruling, bool added);

/// Documents that are JSON stand in it as such, others as text.
[[nodiscard]] std::string index_rulings_to_json(std::span<const stored_ruling> rulings);

} // namespace weightkin
