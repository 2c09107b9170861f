#include "lineage/group_tests.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <tuple>

#include <weightkin/core/parallel_for.hpp>

#include "lineage/first_failure.hpp"
#include "lineage/turnstile.hpp"

namespace weightkin {
namespace {

/// The models, and what can be measured of their pairs.
struct testing {
  const paired_models& models;
  const pair_measurements& measured;
  const ruling_options& options;

  [[nodiscard]] sample_limits limits() const { return {options.max_units, options.max_features}; }
};

/// Both sides must offer the same units in the same arrangement for their rows to correspond.
bool testable(const paired_models& models, const pair_measurements& measured,
              const tensor_evidence& pair) {
  if (pair.fitted == fit_kind::values) return false;
  const auto& a = models.subject_entry(pair).axis;
  const auto& b = models.reference_entry(pair).axis;
  return a && b && a->units == b->units && a->block == b->block && a->gates == b->gates &&
         a->units >= 2 && measured.has_units(pair);
}

permutation_options permutation_options_of(const ruling_options& options) {
  permutation_options permutation;
  permutation.seed = options.seed;
  return permutation;
}

/// Pair `number` of group `group`.
struct test_task {
  std::size_t group = 0;
  std::size_t number = 0;
};

/// Groups the pairs by component and permutation group, in order of first appearance.
std::vector<group_evidence> group_pairs(const testing& work,
                                        std::span<const tensor_evidence> pairs) {
  using key = std::tuple<std::size_t, std::string, std::uint64_t, bool>;
  std::map<key, std::size_t> index;
  std::vector<group_evidence> groups;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const tensor_evidence& pair = pairs[i];
    if (pair.use != evidence_use::convicting || !testable(work.models, work.measured, pair))
      continue;
    const inventory_entry& left = work.models.subject_entry(pair);
    const bool searched = pair.fitted == fit_kind::axis;
    const auto [found, is_new] = index.emplace(
        key{pair.component, left.axis->group, left.axis->units, searched}, groups.size());
    if (is_new) groups.push_back({pair.component, left.axis->group, {}, {}, searched});
    groups[found->second].pairs.push_back(i);
  }
  return groups;
}

bool is_tested_vector(const paired_models& models, const pair_measurements& measured,
                      const tensor_evidence& pair) {
  return pair.use == evidence_use::descriptive && pair.why == exclusion::vector &&
         testable(models, measured, pair);
}

/// A group while its pairs are being tested: many are prepared at once and merged in their order.
struct open_group {
  open_group(const testing& work, std::span<const tensor_evidence> pairs,
             const group_evidence& group)
      : pool(work.measured.sampled_units(pairs[group.pairs.front()], work.limits()),
             sharing_known(work.models, pairs, group)) {}

  static bool sharing_known(const paired_models& models, std::span<const tensor_evidence> pairs,
                            const group_evidence& group) {
    return std::none_of(group.pairs.begin(), group.pairs.end(), [&](std::size_t i) {
      return models.subject_entry(pairs[i]).axis->shared_unknown;
    });
  }

  permutation_group pool;
  turnstile merging;
};

result<void> test_pair(const testing& work, tensor_evidence& pair, const group_evidence& group,
                       open_group& open, std::size_t number) {
  turnstile::turn turn(open.merging, number);
  auto sample = work.measured.sample(pair, work.limits());
  if (!sample) return std::move(sample).error();
  const auto prepared = permutation_group::prepare(sample->subject, sample->reference,
                                                   permutation_options_of(work.options));
  pair.group = group.group;
  pair.permutation = prepared.evidence();
  turn.enter();
  open.pool.merge(prepared);
  return {};
}

/// Norm gains and biases: shown beside their cosine so that a reader sees it means nothing.
result<void> test_vector(const testing& work, tensor_evidence& pair) {
  auto sample = work.measured.sample(pair, work.limits());
  if (!sample) return std::move(sample).error();
  if (sample->subject.features != sample->reference.features) return {};
  pair.group = work.models.subject_entry(pair).axis->group;
  pair.permutation = permutation_group::prepare(sample->subject, sample->reference,
                                                permutation_options_of(work.options))
                         .evidence();
  return {};
}

} // namespace

std::uint64_t count_tests(const paired_models& models, const pair_measurements& measured,
                          std::span<const tensor_evidence> pairs) {
  return static_cast<std::uint64_t>(
      std::count_if(pairs.begin(), pairs.end(), [&](const tensor_evidence& pair) {
        return is_tested_vector(models, measured, pair) ||
               (pair.use == evidence_use::convicting && testable(models, measured, pair));
      }));
}

result<std::vector<group_evidence>> test_groups(const paired_models& models,
                                                const pair_measurements& measured,
                                                std::span<tensor_evidence> pairs,
                                                const ruling_options& options, unsigned threads,
                                                progress_meter& meter) {
  const testing work{models, measured, options};
  auto groups = group_pairs(work, pairs);
  std::vector<std::size_t> vectors;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    if (is_tested_vector(models, measured, pairs[i])) vectors.push_back(i);
  // All pairs of all groups, then the vectors, as one list of tasks.
  std::deque<open_group> open; // holds mutexes: stays where it is
  std::vector<test_task> tasks;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    open.emplace_back(work, pairs, groups[g]);
    for (std::size_t number = 0; number < groups[g].pairs.size(); ++number)
      tasks.push_back({g, number});
  }
  first_failure failure;
  parallel_for(tasks.size() + vectors.size(), threads, [&](std::size_t i) {
    if (failure.happened() && i >= tasks.size()) return;
    if (!meter.advance(test_work)) failure.note(i, error{errc::cancelled, "cancelled"});
    if (i >= tasks.size()) {
      failure.note(i, test_vector(work, pairs[vectors[i - tasks.size()]]));
      return;
    }
    const auto [g, number] = tasks[i];
    if (failure.happened()) {
      const turnstile::turn pass(open[g].merging, number);
      return;
    }
    failure.note(i, test_pair(work, pairs[groups[g].pairs[number]], groups[g], open[g], number));
  });
  if (auto done = failure.take(); !done) return std::move(done).error();
  parallel_for(groups.size(), threads, [&](std::size_t g) {
    groups[g].pooled = open[g].pool.pooled(permutation_options_of(work.options));
  });
  return groups;
}

} // namespace weightkin
