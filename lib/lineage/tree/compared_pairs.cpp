#include "lineage/tree/compared_pairs.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <weightkin/core/parallel_for.hpp>

#include "lineage/scan/step_progress.hpp"

namespace weightkin {
namespace {

compare_options pair_options(const forest_work& work, std::size_t pairs) {
  compare_options how;
  how.ruling = at_level_of(work.options.ruling, pairs);
  how.threads = work.options.threads;
  how.map = work.options.map;
  return how;
}

compared_pairs all_pairs(std::size_t models) {
  compared_pairs out;
  for (std::size_t i = 0; i < models; ++i)
    for (std::size_t j = i + 1; j < models; ++j)
      out.push_back({i, j, {}});
  return out;
}

/// Of strangers nothing is needed any more: there are many of them.
void forget_strangers(confirmed_pair& pair) {
  const auto& parts = pair.summary.components;
  if (std::none_of(parts.begin(), parts.end(),
                   [](const component_summary& part) { return is_finding(part.ruling); }))
    pair.matched = {};
}

/// Fingerprints are quick to compare: a pair a thread.
result<void> compare_prints(const forest_work& work, compared_pairs& pairs) {
  compare_options how = pair_options(work, pairs.size());
  how.threads = 1;
  progress_meter meter(work.options.on_progress, "compare", pairs.size());
  std::vector<std::optional<error>> failures(pairs.size());
  parallel_for(pairs.size(), work.options.threads, [&](std::size_t at) {
    if (meter.cancelled()) return;
    compared_pair& each = pairs[at];
    auto found =
        confirm_pair({&work.models[each.subject], {}}, {&work.models[each.reference], {}}, how);
    if (found) {
      each.found = std::move(*found);
      forget_strangers(each.found);
    } else
      failures[at] = std::move(found).error();
    meter.advance(1);
  });
  for (auto& failure : failures)
    if (failure) return std::move(*failure);
  if (meter.cancelled()) return error{errc::cancelled, "the comparison was cancelled"};
  return {};
}

/// Weights take all threads a pair; the subject stays open while its references change.
result<void> compare_loans(const forest_work& work, checked_loans& loans, compared_pairs& pairs) {
  step_progress steps(work.options.on_progress, "compare", pairs.size());
  compare_options how = pair_options(work, pairs.size());
  how.on_progress = steps.inside();
  std::size_t open = work.models.size();
  lent_weights subject;
  for (compared_pair& each : pairs) {
    if (each.subject != open) {
      auto loan = loans.borrow(each.subject, steps.inside());
      if (!loan) return std::move(loan).error();
      subject = std::move(*loan);
      open = each.subject;
    }
    auto reference = subject.tensors.empty() ? result<lent_weights>(lent_weights{})
                                             : loans.borrow(each.reference, steps.inside());
    if (!reference) return std::move(reference).error();
    auto found = confirm_pair({&work.models[each.subject], subject.tensors},
                              {&work.models[each.reference], reference->tensors}, how);
    if (!found) return std::move(found).error();
    each.found = std::move(*found);
    forget_strangers(each.found);
    if (!steps.next()) return error{errc::cancelled, "the comparison was cancelled"};
  }
  return {};
}

} // namespace

result<compared_pairs> compare_all(const forest_work& work, checked_loans& loans) {
  compared_pairs pairs = all_pairs(work.models.size());
  auto done = work.lend ? compare_loans(work, loans, pairs) : compare_prints(work, pairs);
  if (!done) return std::move(done).error();
  return pairs;
}

} // namespace weightkin
