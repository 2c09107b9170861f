#include "lineage/arrangement_text.hpp"

#include <algorithm>
#include <vector>

namespace weightkin {
namespace {

/// "0-5, 2-7, none, 9": runs of layers.
std::string layer_runs(const std::vector<std::int64_t>& layers) {
  std::string text;
  for (std::size_t begin = 0; begin < layers.size();) {
    std::size_t end = begin + 1;
    const bool none = layers[begin] == no_counterpart;
    while (end < layers.size() &&
           layers[end] ==
               (none ? no_counterpart : layers[begin] + static_cast<std::int64_t>(end - begin)))
      ++end;
    text += text.empty() ? "" : ", ";
    if (none)
      text += end - begin == 1 ? "none" : "none (" + std::to_string(end - begin) + " times)";
    else
      text += std::to_string(layers[begin]) +
              (end - begin == 1 ? "" : "-" + std::to_string(layers[end - 1]));
    begin = end;
  }
  return text;
}

bool is_identity(const std::vector<std::int64_t>& map) {
  for (std::size_t i = 0; i < map.size(); ++i)
    if (map[i] != static_cast<std::int64_t>(i)) return false;
  return true;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  return text;
}

} // namespace

std::string arrangement_text(const component_correspondence& found) {
  std::vector<std::string> parts;
  if (!is_identity(found.layer_of))
    parts.push_back("the reference's layers are taken as " + layer_runs(found.layer_of));
  if (found.basis == basis_relation::permuted)
    parts.emplace_back("dimensions of its residual stream are put in order");
  if (found.basis == basis_relation::rotated) parts.emplace_back("its residual stream is turned");
  const auto moved =
      std::count_if(found.units.begin(), found.units.end(),
                    [](const unit_correspondence& units) { return !units.identity; });
  if (moved > 0) parts.push_back("units of " + std::to_string(moved) + " groups are put in order");
  if (found.repeats_networks) parts.emplace_back("one network stands for several experts");
  if (!found.token_of.empty()) parts.emplace_back("its tokens are put in order");
  if (parts.empty() && found.moves_values)
    parts.emplace_back("signs and factors are moved back to where the subject has them");
  if (parts.empty()) parts.emplace_back("its tensors are matched by content");
  return joined(parts);
}

} // namespace weightkin
