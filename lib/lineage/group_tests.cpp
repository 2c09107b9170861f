#include "lineage/group_tests.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include <weightkin/core/parallel_for.hpp>

#include "lineage/first_failure.hpp"
#include "lineage/unit_sample.hpp"

namespace weightkin {
namespace {

/// Both sides must offer the same units in the same arrangement for their rows to correspond.
bool testable(const inventory_entry& a, const inventory_entry& b) {
  return a.axis && b.axis && a.axis->units == b.axis->units && a.axis->block == b.axis->block &&
         a.axis->gates == b.axis->gates && a.axis->units >= 2;
}

permutation_options permutation_options_of(const ruling_options& options) {
  permutation_options permutation;
  permutation.seed = options.seed;
  return permutation;
}

struct pair_sample {
  unit_matrix subject;
  unit_matrix reference;
};

result<pair_sample> sample_pair(const paired_models& models, const tensor_evidence& pair,
                                const ruling_options& options) {
  const sample_limits limits{options.max_units, options.max_features};
  auto left = sample_units(models.subject_view(pair), *models.subject_entry(pair).axis, limits);
  if (!left) return std::move(left).error();
  auto right =
      sample_units(models.reference_view(pair), *models.reference_entry(pair).axis, limits);
  if (!right) return std::move(right).error();
  return pair_sample{std::move(*left), std::move(*right)};
}

/// Groups the pairs by component and permutation group, in order of first appearance.
std::vector<group_evidence> group_pairs(const paired_models& models,
                                        std::span<const tensor_evidence> pairs) {
  using key = std::tuple<std::size_t, std::string, std::uint64_t>;
  std::map<key, std::size_t> index;
  std::vector<group_evidence> groups;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const tensor_evidence& pair = pairs[i];
    const inventory_entry& left = models.subject_entry(pair);
    if (pair.use != evidence_use::convicting || !testable(left, models.reference_entry(pair)))
      continue;
    const auto [found, is_new] =
        index.emplace(key{pair.component, left.axis->group, left.axis->units}, groups.size());
    if (is_new) groups.push_back({pair.component, left.axis->group, {}, {}});
    groups[found->second].pairs.push_back(i);
  }
  return groups;
}

bool is_tested_vector(const paired_models& models, const tensor_evidence& pair) {
  return pair.use == evidence_use::descriptive && pair.why == exclusion::vector &&
         testable(models.subject_entry(pair), models.reference_entry(pair));
}

result<void> test_group(const paired_models& models, std::span<tensor_evidence> pairs,
                        const ruling_options& options, group_evidence& group,
                        progress_meter& meter) {
  const auto permutation = permutation_options_of(options);
  const unit_axis& axis = *models.subject_entry(pairs[group.pairs.front()]).axis;
  const bool sharing_known =
      std::none_of(group.pairs.begin(), group.pairs.end(), [&](std::size_t i) {
        return models.subject_entry(pairs[i]).axis->shared_unknown;
      });
  permutation_group pool(spread_indices(axis.units, options.max_units).size(), sharing_known);
  for (const std::size_t i : group.pairs) {
    auto sample = sample_pair(models, pairs[i], options);
    if (!sample) return std::move(sample).error();
    pairs[i].group = group.group;
    if (sample->subject.features == sample->reference.features)
      pairs[i].permutation = pool.add(sample->subject, sample->reference, permutation);
    if (!meter.advance(test_work)) return error{errc::cancelled, "the comparison was cancelled"};
  }
  group.pooled = pool.pooled(permutation);
  return {};
}

/// Norm gains and biases: shown beside their cosine so that a reader sees it means nothing.
result<void> test_vector(const paired_models& models, tensor_evidence& pair,
                         const ruling_options& options, progress_meter& meter) {
  if (!meter.advance(test_work)) return error{errc::cancelled, "the comparison was cancelled"};
  auto sample = sample_pair(models, pair, options);
  if (!sample) return std::move(sample).error();
  if (sample->subject.features != sample->reference.features) return {};
  permutation_group alone(sample->subject.units);
  pair.group = models.subject_entry(pair).axis->group;
  pair.permutation = alone.add(sample->subject, sample->reference, permutation_options_of(options));
  return {};
}

} // namespace

std::uint64_t count_tests(const paired_models& models, std::span<const tensor_evidence> pairs) {
  return static_cast<std::uint64_t>(
      std::count_if(pairs.begin(), pairs.end(), [&](const tensor_evidence& pair) {
        return is_tested_vector(models, pair) ||
               (pair.use == evidence_use::convicting &&
                testable(models.subject_entry(pair), models.reference_entry(pair)));
      }));
}

result<std::vector<group_evidence>> test_groups(const paired_models& models,
                                                std::span<tensor_evidence> pairs,
                                                const ruling_options& options, unsigned threads,
                                                progress_meter& meter) {
  auto groups = group_pairs(models, pairs);
  std::vector<std::size_t> vectors;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    if (is_tested_vector(models, pairs[i])) vectors.push_back(i);
  first_failure failure;
  parallel_for(groups.size() + vectors.size(), threads, [&](std::size_t task) {
    if (failure.happened()) return;
    if (task < groups.size())
      failure.note(task, test_group(models, pairs, options, groups[task], meter));
    else
      failure.note(task, test_vector(models, pairs[vectors[task - groups.size()]], options, meter));
  });
  if (auto done = failure.take(); !done) return std::move(done).error();
  return groups;
}

} // namespace weightkin
