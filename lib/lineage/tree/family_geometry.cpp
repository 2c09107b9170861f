#include "lineage/tree/family_geometry.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

#include "lineage/geometry/sketch_distances.hpp"

namespace weightkin {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t absent = std::numeric_limits<std::size_t>::max();

/// Members that would cost the others more than half of what they have in common stay out.
constexpr double least_in_common = 0.5;

/// Entries of the table of distances, at most: 128 MiB.
constexpr std::size_t most_entries = std::size_t{1} << 24;

/// Disjoint sets, the smallest number being a set's name.
class joined_sets {
public:
  explicit joined_sets(std::size_t count) : parent_(count) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
  std::size_t find(std::size_t at) {
    while (parent_[at] != at)
      at = parent_[at] = parent_[parent_[at]];
    return at;
  }
  void join(std::size_t a, std::size_t b) {
    a = find(a);
    b = find(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

private:
  std::vector<std::size_t> parent_;
};

/// The same tensor across a family: its number in every member's model, `absent` where it has none.
struct shared_tensor {
  std::vector<std::size_t> number;
  double elements = 0;
};

double elements_of(const tensor_print& print) {
  double count = 1;
  for (const std::uint64_t extent : print.shape)
    count *= static_cast<double>(extent);
  return count;
}

std::vector<shared_tensor> shared_tensors(std::span<const component_ref> members,
                                          std::span<const member_pair> pairs,
                                          std::span<const fingerprint> models) {
  std::vector<std::size_t> first(members.size() + 1, 0);
  for (std::size_t m = 0; m < members.size(); ++m)
    first[m + 1] = first[m] + models[members[m].model].tensors.size();
  joined_sets sets(first.back());
  for (const member_pair& each : pairs)
    for (const matched_tensor& match : each.pair->matched)
      if (match.component == members[each.first].component)
        sets.join(first[each.first] + match.subject, first[each.second] + match.reference);
  std::vector<std::size_t> class_of(first.back(), absent);
  std::vector<shared_tensor> classes;
  std::vector<bool> twice;
  for (std::size_t m = 0; m < members.size(); ++m)
    for (std::size_t t = 0; t < first[m + 1] - first[m]; ++t) {
      const std::size_t set = sets.find(first[m] + t);
      const bool alone = set == first[m] + t && class_of[set] == absent;
      if (alone) {
        class_of[set] = classes.size();
        classes.push_back({std::vector<std::size_t>(members.size(), absent),
                           elements_of(models[members[m].model].tensors[t])});
        twice.push_back(false);
      }
      std::size_t& number = classes[class_of[set]].number[m];
      if (number != absent) twice[class_of[set]] = true;
      number = t;
    }
  // One member cannot have a tensor twice: such a class is a mistake of matching.
  std::vector<shared_tensor> sound;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const auto holders =
        members.size() - static_cast<std::size_t>(std::count(classes[c].number.begin(),
                                                             classes[c].number.end(), absent));
    if (!twice[c] && holders > 1) sound.push_back(std::move(classes[c]));
  }
  return sound;
}

const tensor_print* print_in(const shared_tensor& tensor, std::size_t member,
                             std::span<const component_ref> members,
                             std::span<const fingerprint> models) {
  if (tensor.number[member] == absent) return nullptr;
  return &models[members[member].model].tensors[tensor.number[member]];
}

bool all_have(const shared_tensor& tensor, std::span<const std::size_t> placed) {
  return std::all_of(placed.begin(), placed.end(),
                     [&](std::size_t m) { return tensor.number[m] != absent; });
}

double elements_for(std::span<const shared_tensor> tensors, auto&& counts) {
  double sum = 0;
  for (const shared_tensor& tensor : tensors)
    if (counts(tensor)) sum += tensor.elements;
  return sum;
}

/// Whom to leave out so that the others have most of theirs in common: whoever lacks most of what
/// at least half of them have.
std::vector<std::size_t> choose_placed(std::span<const shared_tensor> tensors,
                                       std::size_t members) {
  std::vector<std::size_t> placed(members);
  std::iota(placed.begin(), placed.end(), std::size_t{0});
  while (placed.size() > 2) {
    const auto customary = [&](const shared_tensor& tensor) {
      const auto holders = std::count_if(placed.begin(), placed.end(),
                                         [&](std::size_t m) { return tensor.number[m] != absent; });
      return 2 * static_cast<std::size_t>(holders) >= placed.size();
    };
    const double common =
        elements_for(tensors, [&](const shared_tensor& t) { return all_have(t, placed); });
    if (common >= least_in_common * elements_for(tensors, customary)) break;
    double most = -1;
    std::size_t worst = 0;
    for (std::size_t at = 0; at < placed.size(); ++at) {
      const double lacking = elements_for(tensors, [&](const shared_tensor& t) {
        return customary(t) && t.number[placed[at]] == absent;
      });
      if (lacking > most) most = lacking, worst = at;
    }
    placed.erase(placed.begin() + static_cast<std::ptrdiff_t>(worst));
  }
  return placed;
}

double variance_of(const tensor_print& print) {
  return std::max(0.0, print.mean_square - print.mean * print.mean);
}

/// Squares between members as comparisons of weights found them.
class weight_squares {
public:
  weight_squares(std::span<const member_pair> pairs, std::size_t members) : members_(members) {
    pair_of_.assign(members * members, nullptr);
    for (const member_pair& each : pairs)
      pair_of_[each.first * members + each.second] = each.pair;
  }

  /// NaN when the two were not compared, or other tensors were matched.
  [[nodiscard]] double between(const shared_tensor& tensor, std::size_t i, std::size_t j) const {
    if (const double one = look(tensor, i, j); !std::isnan(one)) return one;
    return look(tensor, j, i);
  }

private:
  [[nodiscard]] double look(const shared_tensor& tensor, std::size_t i, std::size_t j) const {
    const confirmed_pair* pair = pair_of_[i * members_ + j];
    if (pair == nullptr) return nan;
    for (const matched_tensor& match : pair->matched)
      if (match.subject == tensor.number[i] && match.reference == tensor.number[j])
        return match.square;
    return nan;
  }

  std::size_t members_;
  std::vector<const confirmed_pair*> pair_of_;
};

/// Complete or not at all: distances of two kinds do not go together.
std::optional<squared_distances> weight_distances(std::span<const shared_tensor> tensors,
                                                  const family_geometry& family,
                                                  std::span<const component_ref> members,
                                                  std::span<const member_pair> pairs,
                                                  std::span<const fingerprint> models) {
  const weight_squares squares(pairs, members.size());
  std::vector<squared_distances::group> groups;
  std::vector<double> variances;
  for (const shared_tensor& tensor : tensors) {
    double variance = 0;
    for (const std::size_t m : family.placed)
      variance += variance_of(*print_in(tensor, m, members, models));
    groups.push_back({tensor.elements, tensor.elements});
    variances.push_back(variance / static_cast<double>(family.placed.size()));
    if (!(variances.back() > 0)) return std::nullopt;
  }
  squared_distances out(family.placed.size(), groups);
  for (std::size_t g = 0; g < tensors.size(); ++g)
    for (std::size_t i = 0; i < family.placed.size(); ++i)
      for (std::size_t j = i + 1; j < family.placed.size(); ++j) {
        const double square = squares.between(tensors[g], family.placed[i], family.placed[j]);
        if (std::isnan(square)) return std::nullopt;
        out.set(g, i, j, square / variances[g], 0);
      }
  return out;
}

squared_distances distances_by_sketch(std::span<const shared_tensor> tensors,
                                      const family_geometry& family,
                                      std::span<const component_ref> members,
                                      std::span<const fingerprint> models, unsigned threads) {
  std::vector<tensor_class> classes;
  for (const shared_tensor& tensor : tensors) {
    tensor_class& same = classes.emplace_back();
    for (const std::size_t m : family.placed)
      same.push_back(print_in(tensor, m, members, models));
  }
  const std::size_t pairs = family.placed.size() * family.placed.size();
  return sketch_distances(family.placed.size(), classes,
                          std::max<std::size_t>(most_entries / pairs, 1), threads);
}

} // namespace

family_geometry place_family(std::span<const component_ref> members,
                             std::span<const member_pair> pairs,
                             std::span<const fingerprint> models, unsigned threads) {
  auto tensors = shared_tensors(members, pairs, models);
  std::erase_if(tensors, [&](const shared_tensor& tensor) {
    for (std::size_t m = 0; m < members.size(); ++m)
      if (const tensor_print* print = print_in(tensor, m, members, models))
        if (!can_be_placed(*print)) return true;
    return false;
  });
  family_geometry family;
  family.placed = choose_placed(tensors, members.size());
  for (std::size_t m = 0; m < members.size(); ++m)
    if (!std::binary_search(family.placed.begin(), family.placed.end(), m))
      family.left.push_back(m);
  std::erase_if(tensors,
                [&](const shared_tensor& tensor) { return !all_have(tensor, family.placed); });
  family.parameters = elements_for(tensors, [](const shared_tensor&) { return true; });
  const std::size_t entries = family.placed.size() * family.placed.size() * tensors.size();
  const bool weights = std::all_of(pairs.begin(), pairs.end(), [](const member_pair& each) {
    return each.pair->summary.source == evidence_source::weights;
  });
  if (weights && entries <= most_entries)
    if (auto exact = weight_distances(tensors, family, members, pairs, models)) {
      family.distances = std::move(*exact);
      return family;
    }
  family.distances = distances_by_sketch(tensors, family, members, models, threads);
  return family;
}

} // namespace weightkin
