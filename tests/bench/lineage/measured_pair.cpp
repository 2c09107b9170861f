#include "measured_pair.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace weightkin::evaluation {

// Files that were written before a member existed can still be read.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(measured_component, id, ruling, finding, compared,
                                                z, effect, log10_p, searched_effect,
                                                searched_log10_p, searched_units, anew, sentence)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(null_value, axis, p, z, effect)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(share_right, right, asked)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(measured_merge, method, parents, contributors, worst_error,
                                   worst_layer_error, unexplained)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(measured_pair, set, backbone, seed, recipe, strength, subject,
                                   reference, failure, components, main, score, true_operations,
                                   named_operations, provable, direction, direction_reason,
                                   common_ancestor, layers, hidden_units, heads, stream, tokens,
                                   baselines, nulls, merge, seconds)

bool measured_pair::found() const {
  return std::any_of(components.begin(), components.end(),
                     [](const measured_component& part) { return part.finding; });
}

void write_pairs(const std::vector<measured_pair>& pairs, const std::string& path) {
  std::ofstream out(path);
  for (const measured_pair& pair : pairs)
    out << nlohmann::json(pair).dump() << '\n';
  out.close();
  if (!out) throw std::runtime_error("cannot write " + path);
}

std::vector<measured_pair> read_pairs(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::vector<measured_pair> pairs;
  for (std::string line; std::getline(in, line);)
    pairs.push_back(nlohmann::json::parse(line).get<measured_pair>());
  return pairs;
}

} // namespace weightkin::evaluation
