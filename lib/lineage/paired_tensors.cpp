#include "lineage/paired_tensors.hpp"

#include <weightkin/core/parallel_for.hpp>

#include "lineage/first_failure.hpp"

namespace weightkin {

std::vector<tensor_evidence> describe_pairs(const paired_models& models) {
  std::vector<tensor_evidence> pairs;
  pairs.reserve(models.aligned->matches.size());
  for (std::size_t i = 0; i < models.aligned->matches.size(); ++i) {
    const tensor_match& match = models.aligned->matches[i];
    const inventory_entry& left = models.subject.contents->entries[match.subject];
    const inventory_entry& right = models.reference.contents->entries[match.reference];
    const tensor_view& a = models.subject.tensors[match.subject];
    const inventory_entry& cautious = left.use >= right.use ? left : right;
    tensor_evidence pair;
    pair.subject = match.subject;
    pair.reference = match.reference;
    pair.component = left.component;
    pair.subject_name = a.name;
    pair.reference_name = models.reference.tensors[match.reference].name;
    pair.match = match.how;
    pair.subject_type = a.type;
    pair.reference_type = models.reference.tensors[match.reference].type;
    pair.shape.assign(a.shape.begin(), a.shape.end());
    pair.role = left.role;
    pair.layer = left.layer;
    pair.parameters = left.parameters;
    pair.use = cautious.use;
    pair.why = cautious.why;
    pair.detail = cautious.detail;
    if (!models.fits.empty()) pair.fitted = models.fits[i];
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

result<void> measure_pairs(const pair_measurements& measured, std::span<tensor_evidence> pairs,
                           unsigned threads, progress_meter& meter) {
  std::vector<tensor_evidence*> small;
  for (tensor_evidence& pair : pairs) {
    if (pair.why == exclusion::unreadable) continue;
    if (!measured.is_large(pair)) {
      small.push_back(&pair);
    } else if (auto done = measured.measure(pair, threads, meter); !done) {
      return done;
    }
  }
  first_failure failure;
  parallel_for(small.size(), threads, [&](std::size_t i) {
    if (failure.happened()) return;
    failure.note(i, measured.measure(*small[i], 1, meter));
  });
  return failure.take();
}

} // namespace weightkin
