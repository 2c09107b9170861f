#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <weightkin/core/tensor_view.hpp>
#include <weightkin/inventory/inventory.hpp>
#include <weightkin/report/text_report.hpp>

namespace weightkin {

/// What `inspect` shows of one model: facts about its container beside its inventory. Borrowed.
struct inspected_model {
  std::string name;                                          ///< path or label
  std::string format;                                        ///< of its container
  std::vector<std::pair<std::string, std::uint64_t>> files;  ///< path, bytes
  std::vector<std::pair<std::string, std::string>> metadata; ///< what the container says of itself
  std::vector<std::string> warnings;                         ///< what was odd, but no error
  std::span<const tensor_view> tensors;                      ///< in the order of the files
  const inventory* contents = nullptr;                       ///< one entry a tensor; never null
};

/// Format, components, dtypes, shapes, what is excluded as non-evidential and why; for people.
[[nodiscard]] std::string inspection_to_text(const inspected_model& model,
                                             const text_options& options = {});

/// The same as JSON after docs/inspect.schema.json; same promises as `to_json`.
[[nodiscard]] std::string inspection_to_json(const inspected_model& model);

} // namespace weightkin
