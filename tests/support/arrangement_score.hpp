#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include <weightkin/lineage/compare.hpp>

#include "zoo/descent.hpp"

/// How an arrangement that a comparison reports lies to the truth about a derived model.
namespace weightkin::test {

struct share_right {
  std::size_t right = 0;
  std::size_t asked = 0;
  [[nodiscard]] double share() const {
    return asked == 0 ? 1.0 : static_cast<double>(right) / static_cast<double>(asked);
  }
};

/// Compares number by number; an answer of another length is wrong throughout.
template <class Number>
share_right compare_maps(const std::vector<Number>& answer, const std::vector<Number>& truth) {
  share_right sum;
  sum.asked = truth.size();
  if (answer.size() == truth.size())
    for (std::size_t i = 0; i < truth.size(); ++i)
      sum.right += answer[i] == truth[i] ? 1 : 0;
  return sum;
}

inline std::vector<std::int64_t> numbers_up_to(std::size_t count) {
  std::vector<std::int64_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), std::int64_t{0});
  return numbers;
}

struct arrangement_score {
  share_right layers, stream, signs, hidden, heads, tokens;
  bool wrong_basis = false;
};

inline bool ends_in(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

inline void score_units(arrangement_score& score, const component_correspondence& found,
                        const zoo::descent& truth) {
  for (const auto& [group, map] : truth.units_of) {
    const bool heads = ends_in(group, ".attention.heads");
    // Key heads and values are told by their query heads; the search lists no groups for them.
    if (!heads && !ends_in(group, ".hidden")) continue;
    share_right& sum = heads ? score.heads : score.hidden;
    const auto same = std::find_if(found.units.begin(), found.units.end(),
                                   [&](const auto& units) { return units.subject_group == group; });
    const share_right one = compare_maps(
        same == found.units.end() ? std::vector<std::int64_t>() : same->reference_of, map);
    sum.right += one.right;
    sum.asked += one.asked;
  }
}

/// Where the truth names nothing, parts kept their numbers, and a map that says so may be left out.
inline arrangement_score score_of(const component_correspondence& found, const zoo::descent& truth,
                                  std::size_t layers) {
  arrangement_score score;
  const auto kept = numbers_up_to(layers);
  score.layers = compare_maps(found.layer_of, truth.layer_of.empty() ? kept : truth.layer_of);
  if (!truth.stream_of.empty()) {
    score.stream = compare_maps(found.stream_of, truth.stream_of);
    const std::vector<std::int8_t> plain(truth.stream_of.size(), 1);
    score.signs = compare_maps(found.stream_sign.empty() ? plain : found.stream_sign,
                               truth.stream_sign.empty() ? plain : truth.stream_sign);
  }
  const basis_relation expected = truth.rotated              ? basis_relation::rotated
                                  : !truth.stream_of.empty() ? basis_relation::permuted
                                                             : basis_relation::same;
  score.wrong_basis = found.basis != expected;
  score_units(score, found, truth);
  if (!truth.token_of.empty()) score.tokens = compare_maps(found.token_of, truth.token_of);
  return score;
}

} // namespace weightkin::test
