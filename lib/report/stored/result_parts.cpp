#include "report/stored/result_parts.hpp"

#include <cmath>
#include <utility>

namespace weightkin::detail {

std::vector<std::string> stored_texts(const json_place& at) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < at.size(); ++i)
    out.push_back(at.at(i).text());
  return out;
}

permutation_evidence stored_null(const json_place& at) {
  permutation_evidence evidence;
  evidence.null = at["kind"].named(null_kind::none, null_kind::permutation_exact);
  evidence.effective_size = at["n"].number();
  evidence.units = at["units"].whole();
  evidence.draws = at["draws"].whole();
  evidence.skewness = at["skewness"].number();
  evidence.excess_kurtosis = at["excess_kurtosis"].number();
  return evidence;
}

stored_statistics::stored_statistics(const json_place& list) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    const json_place at = list.at(i);
    std::string name = at["name"].text();
    const row numbers{at["value"].number(), at["expected_if_unrelated"].number()};
    if (name == "effect" && at.has("null")) {
      evidence_ = stored_null(at["null"]);
      evidence_.effect = numbers.value;
      evidence_.log10_p = at["log10_p"].number();
    }
    rows_.insert_or_assign(std::move(name), numbers);
  }
  if (evidence_.null != null_kind::none) evidence_.z = value("z");
}

double stored_statistics::value(const char* name) const {
  const auto found = rows_.find(name);
  return found == rows_.end() ? NAN : found->second.value;
}

double stored_statistics::expected(const char* name) const {
  const auto found = rows_.find(name);
  return found == rows_.end() ? NAN : found->second.expected;
}

} // namespace weightkin::detail
