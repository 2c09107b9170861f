#include "lineage/bit_census.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>
#include <tuple>

namespace weightkin {
namespace {

/// Roles a fixed, never trained table may hide under when no construction was recognised.
bool could_be_fixed(tensor_role role) {
  return role == tensor_role::unknown || role == tensor_role::convolution ||
         role == tensor_role::linear || role == tensor_role::position_embedding ||
         role == tensor_role::buffer;
}

bool all_values_equal(const tensor_evidence& pair) {
  return pair.same_once_undone ||
         (pair.stats.elements > 0 && pair.stats.bit_equal == pair.stats.elements);
}

/// A name taken apart: the module that it belongs to, and the rest.
struct module_name {
  std::string_view module, rest;
};

module_name split_name(std::string_view name) {
  const std::size_t end = std::min(name.find_first_of("./"), name.size());
  return {name.substr(0, end), name.substr(end)};
}

/// Something that could have carried the verdict has no counterpart. A second network of the same
/// build in one file does not count: its tensors are called like matched ones, in a module of which
/// nothing was matched.
bool is_partly_matched(std::size_t component, const paired_models& models,
                       std::span<const tensor_evidence> pairs) {
  std::set<std::size_t> matched;
  std::set<std::string_view> modules, rests;
  for (const tensor_evidence& pair : pairs) {
    if (pair.component != component) continue;
    const module_name name = split_name(models.subject.tensors[pair.subject].name);
    matched.insert(pair.subject);
    modules.insert(name.module);
    rests.insert(name.rest);
  }
  const auto& entries = models.subject.contents->entries;
  return std::any_of(entries.begin(), entries.end(), [&](const inventory_entry& entry) {
    if (entry.component != component || entry.use != evidence_use::convicting || entry.tied_to ||
        matched.contains(entry.tensor))
      return false;
    const module_name name = split_name(models.subject.tensors[entry.tensor].name);
    return modules.contains(name.module) || !rests.contains(name.rest);
  });
}

void count_equal(bit_census& census, const tensor_evidence& pair) {
  census.any_cast |= pair.subject_type != pair.reference_type;
  census.any_undone |= pair.same_once_undone;
  census.any_rounded |= pair.rounded;
  census.by_checksum += pair.basis == equality_basis::checksum ? 1 : 0;
}

void count_descriptive(bit_census& census, const tensor_evidence& pair, bool equal) {
  ++census.descriptive;
  census.descriptive_equal += equal ? 1 : 0;
  census.descriptive_matrices_equal += equal && pair.why != exclusion::vector ? 1 : 0;
}

/// Contents that differ, as far as shape and moments tell: those of trained tensors do.
class content_count {
public:
  void add(const tensor_evidence& pair) {
    const double mean = pair.metrics.mean_a;
    const double deviation = pair.metrics.sd_a;
    if (std::isnan(mean) || std::isnan(deviation))
      ++unknown_;
    else
      seen_.emplace(pair.shape, mean, deviation);
  }
  [[nodiscard]] std::size_t count() const { return seen_.size() + unknown_; }

private:
  std::set<std::tuple<std::vector<std::uint64_t>, double, double>> seen_;
  std::size_t unknown_ = 0; ///< taken for different ones
};

/// Some changed pair is significantly dependent after as many looks as there are such pairs.
bool some_changed_depends(const bit_census& census, std::span<const tensor_evidence> pairs,
                          const ruling_options& options) {
  double strongest = 0;
  for (const std::size_t i : census.changed)
    if (pairs[i].permutation.effect >= options.effect_floor)
      strongest = std::min(strongest, pairs[i].permutation.log10_p);
  const double looks =
      std::log10(static_cast<double>(std::max<std::size_t>(census.changed.size(), 1)));
  return strongest + looks <= options.log10_alpha;
}

} // namespace

bit_census census_of(std::size_t component, const paired_models& models,
                     std::span<const tensor_evidence> pairs, const ruling_options& options) {
  bit_census census;
  census.partly_matched = is_partly_matched(component, models, pairs);
  census.equal_could_be_fixed = true;
  content_count contents;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const tensor_evidence& pair = pairs[i];
    if (pair.component != component || pair.use == evidence_use::excluded) continue;
    const bool equal = all_values_equal(pair);
    if (equal) count_equal(census, pair);
    if (pair.use == evidence_use::descriptive) {
      count_descriptive(census, pair, equal);
      continue;
    }
    ++census.tested;
    if (!equal) {
      census.changed.push_back(i);
      continue;
    }
    ++census.equal;
    contents.add(pair);
    census.equal_parameters += pair.parameters;
    census.equal_could_be_fixed &= could_be_fixed(pair.role);
  }
  census.equal_contents = contents.count();
  census.changed_dependent = some_changed_depends(census, pairs, options);
  return census;
}

} // namespace weightkin
