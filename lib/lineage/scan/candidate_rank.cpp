#include "lineage/scan/candidate_rank.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include <weightkin/core/parallel_for.hpp>

namespace weightkin {
namespace {

/// Shares below these are what shared tables and luck can bring; other channels then decide.
constexpr double mostly_equal = 0.5;
constexpr double some_correlation = 0.05;

/// The tensors of one component that may say something.
fingerprint part_of(const fingerprint& subject, std::size_t component) {
  fingerprint part;
  part.seed = subject.seed;
  for (const inventory_entry& entry : subject.contents.entries)
    if (entry.component == component && entry.use != evidence_use::excluded && !entry.tied_to)
      part.tensors.push_back(subject.tensors[entry.tensor]);
  return part;
}

double known(double score) { return std::isnan(score) ? 0.0 : score; }

} // namespace

candidate_rank rank_candidates(const fingerprint& subject, std::size_t component,
                               std::span<const fingerprint> references, unsigned threads,
                               progress_meter& meter) {
  const fingerprint part = part_of(subject, component);
  candidate_rank rank;
  rank.similar.resize(references.size());
  parallel_for(references.size(), threads, [&](std::size_t r) {
    if (!meter.cancelled()) rank.similar[r] = measure_affinities(part, references.subspan(r, 1))[0];
    meter.advance(1);
  });
  if (meter.cancelled()) return {};
  std::vector<double> standout(references.size());
  for (const ranked_reference& each : ranked_by_all(rank.similar))
    standout[each.reference] = each.standout;
  const auto key = [&](std::size_t r) {
    const affinity& near = rank.similar[r];
    const double exact = std::max(known(near.of(affinity_channel::values)),
                                  known(near.of(affinity_channel::checksums)));
    const double sketched = known(near.of(affinity_channel::sketches));
    return std::tuple(exact < mostly_equal ? 0.0 : -exact,
                      sketched < some_correlation ? 0.0 : -sketched, -standout[r]);
  };
  rank.order.resize(references.size());
  std::iota(rank.order.begin(), rank.order.end(), std::size_t{0});
  std::stable_sort(rank.order.begin(), rank.order.end(),
                   [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  return rank;
}

} // namespace weightkin
