#include "report/stored/result_parts.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace weightkin::detail {
namespace {

constexpr double boundless = std::numeric_limits<double>::infinity();
constexpr double rounding = 1e-6;

/// A number among the statistics is of the kind that its name says; of z and others any.
double stored_statistic(const json_place& at, const std::string& name) {
  if (name == "effect" || name == "cosine" || name == "pearson") return stored_correlation(at);
  if (name == "bit_equal_share" || name == "sign_equal_share") return stored_share(at);
  return name == "relative_l2" ? stored_size(at) : at.number();
}

} // namespace

double stored_share(const json_place& at) { return at.number(0, 1 + rounding); }
double stored_correlation(const json_place& at) { return at.number(-1 - rounding, 1 + rounding); }
double stored_size(const json_place& at) { return at.number(0, boundless); }
double stored_log10_p(const json_place& at) { return at.number(-boundless, rounding); }

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
    const json_place value = at["value"];
    const json_place expected = at["expected_if_unrelated"];
    const row numbers{stored_statistic(value, name), stored_statistic(expected, name)};
    if (name == "effect" && at.has("null")) {
      evidence_ = stored_null(at["null"]);
      evidence_.effect = numbers.value;
      evidence_.log10_p = stored_log10_p(at["log10_p"]);
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
