#pragma once

#include <string>
#include <vector>

#include <weightkin.h>
#include <weightkin/registry/index_scan.hpp>

/// What a call on an index found. Only the lists of that call are filled.
struct wkin_index_answer {
  std::uint64_t models = 0;
  weightkin::model_summary subject; ///< of a query
  weightkin::index_answer found;    ///< likewise
  weightkin::index_summary summary; ///< of a list
  std::vector<weightkin::index_entry> entries;
  std::vector<weightkin::stored_ruling> rulings;
  weightkin::index_check check;
  /// Which of them it is: what the answer is written as.
  enum class kind { query, list, rulings, check } asked = kind::query;
  std::string json;
};
