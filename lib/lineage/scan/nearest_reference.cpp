#include "lineage/scan/nearest_reference.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <tuple>
#include <utility>

#include "lineage/geometry/sketch_distances.hpp"
#include "lineage/number_text.hpp"

namespace weightkin {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// A tensor each, up to so many.
constexpr std::size_t most_groups = 4096;

/// The subject and what was found, as members 0, 1, ... of one geometry.
squared_distances distances_of(std::size_t component, const fingerprint& subject,
                               std::span<const fingerprint> references,
                               std::span<const found_reference> found, unsigned threads) {
  std::vector<tensor_class> by_tensor(subject.tensors.size());
  for (std::size_t at = 0; at < found.size(); ++at)
    for (const matched_tensor& match : found[at].pair->matched) {
      if (match.component != component) continue;
      tensor_class& same = by_tensor[match.subject];
      if (same.empty()) {
        same.resize(found.size() + 1);
        same[0] = &subject.tensors[match.subject];
      }
      same[at + 1] = &references[found[at].reference].tensors[match.reference];
    }
  std::erase_if(by_tensor,
                [](const tensor_class& same) { return same.empty() || !can_be_placed(*same[0]); });
  return sketch_distances(found.size() + 1, by_tensor, most_groups, threads);
}

candidate_separation separated(const squared_distances& distances,
                               std::span<const found_reference> found, std::size_t i, std::size_t j,
                               std::size_t component, const separation_options& options) {
  candidate_separation out{found[i].reference, found[j].reference, false, unknown, unknown};
  if (!found[i].pair->in_place[component] || !found[j].pair->in_place[component]) return out;
  const estimate at = distances.position(0, i + 1, j + 1);
  if (std::isnan(at.value)) return out;
  const bool second = at.value > 0.5;
  out.share = second ? 1 - at.value : at.value;
  out.share_error = at.standard_error;
  out.separable =
      out.share <= options.nearest_share && 0.5 - out.share >= options.errors * at.standard_error;
  if (second) std::swap(out.nearer, out.farther);
  return out;
}

std::vector<std::size_t> unbeaten(const component_origin& origin) {
  std::vector<std::size_t> out;
  for (const std::size_t reference : origin.found)
    if (std::none_of(origin.separations.begin(), origin.separations.end(),
                     [&](const candidate_separation& each) {
                       return each.separable && each.farther == reference;
                     }))
      out.push_back(reference);
  return out;
}

std::string names_of(std::span<const std::size_t> which, std::span<const fingerprint> references) {
  std::string out;
  for (std::size_t at = 0; at < which.size(); ++at) {
    if (at > 0) out += at + 1 == which.size() ? " and " : ", ";
    const std::string& name = references[which[at]].name;
    out += name.empty() ? "reference " + std::to_string(which[at]) : name;
  }
  return out;
}

/// The separation that came nearest to failing.
const candidate_separation* narrowest(const component_origin& origin) {
  const candidate_separation* worst = nullptr;
  for (const candidate_separation& each : origin.separations)
    if (each.separable && each.nearer == origin.nearest[0] &&
        (worst == nullptr || each.share > worst->share))
      worst = &each;
  return worst;
}

std::string sentence_of(const component_origin& origin, std::span<const fingerprint> references) {
  if (origin.found.empty()) return "nothing was found for it among the references";
  if (origin.found.size() == 1)
    return "found: " + names_of(origin.found, references) + ", and no other of the references";
  if (origin.nearest.size() != 1)
    return "found " + std::to_string(origin.found.size()) + "; not separable: " +
           names_of(origin.nearest.empty() ? origin.found : origin.nearest, references) +
           " (siblings, copies of each other, or the component turns off between them)";
  std::string out = "found " + std::to_string(origin.found.size()) + "; the nearest is " +
                    names_of(origin.nearest, references);
  if (const candidate_separation* worst = narrowest(origin))
    out += ": of what sets " + names_of(std::array{worst->farther}, references) +
           " apart from it, the component has " + number_text(100 * worst->share) + " % (+- " +
           number_text(100 * worst->share_error) + " %)";
  return out;
}

/// A strong verdict, then much common variance, then the given order.
void sort_found(std::vector<found_reference>& found, std::size_t component) {
  const auto key = [&](const found_reference& each) {
    const component_summary& part = each.pair->summary.components[component];
    return std::tuple(static_cast<int>(part.ruling),
                      std::isnan(part.common_variance) ? 0.0 : -part.common_variance,
                      each.reference);
  };
  std::sort(found.begin(), found.end(),
            [&](const found_reference& a, const found_reference& b) { return key(a) < key(b); });
}

} // namespace

void place_references(component_origin& origin, std::size_t component, const fingerprint& subject,
                      std::span<const fingerprint> references, std::vector<found_reference> found,
                      const separation_options& options, unsigned threads) {
  sort_found(found, component);
  for (const found_reference& each : found)
    origin.found.push_back(each.reference);
  if (found.size() > 1) {
    const squared_distances distances =
        distances_of(component, subject, references, found, threads);
    for (std::size_t i = 0; i < found.size(); ++i)
      for (std::size_t j = i + 1; j < found.size(); ++j)
        origin.separations.push_back(separated(distances, found, i, j, component, options));
  }
  origin.nearest = unbeaten(origin);
  origin.sentence = sentence_of(origin, references);
}

} // namespace weightkin
