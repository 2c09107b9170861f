#include "measure_plan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <mutex>

#include <weightkin/core/parallel_for.hpp>
#include <weightkin/lineage/compare.hpp>
#include <weightkin/lineage/merge.hpp>

#include "baseline.hpp"
#include "judge_comparison.hpp"

namespace weightkin::evaluation {
namespace {

/// What a mixture explains is not also training, freezing or beginning anew, which is all that one
/// of its parents alone could show.
void name_mixture(measured_pair& pair) {
  constexpr std::array generic{operation_kind::fine_tuned, operation_kind::continued,
                               operation_kind::partly_frozen, operation_kind::partly_reinitialised};
  std::erase_if(pair.named_operations, [&](int kind) {
    return std::find(generic.begin(), generic.end(), static_cast<operation_kind>(kind)) !=
           generic.end();
  });
  pair.named_operations.push_back(static_cast<int>(operation_kind::merged));
}

/// Layers whose weights differ from the mean's are judged by the truth per layer where there is
/// one; the recipes give one weight per parent.
void ask_for_merge(const made_pair& made, measured_pair& pair) {
  if (made.mixed.empty() || made.truth.merge_weights.size() != made.mixed.size()) return;
  const auto subject = made.subject.views();
  std::vector<std::vector<tensor_view>> views;
  for (const zoo::zoo_model& parent : made.mixed)
    views.push_back(parent.views());
  const std::vector<std::span<const tensor_view>> parents(views.begin(), views.end());
  const auto base = made.base.views();
  const auto ruling = explain_merge(subject, parents, base);
  if (!ruling || ruling->components.empty()) {
    pair.merge.method = ruling ? "nothing compared" : ruling.error().message;
    return;
  }
  const merge_component& mixture = ruling->components.front();
  pair.merge.method = name_of(mixture.method);
  if (mixture.method != merge_method::none) name_mixture(pair);
  if (mixture.direction.which != descent_direction::undetermined) {
    pair.direction = static_cast<int>(mixture.direction.which);
    pair.direction_reason = mixture.direction.reason;
  }
  pair.merge.parents = made.mixed.size();
  pair.merge.contributors = mixture.contributors;
  pair.merge.unexplained = std::isfinite(mixture.unexplained) ? mixture.unexplained : 1;
  for (std::size_t i = 0; i < mixture.weights.size(); ++i) {
    const double error = std::abs(mixture.weights[i].value - made.truth.merge_weights[i]);
    pair.merge.worst_error = std::max(pair.merge.worst_error, std::isfinite(error) ? error : 1);
  }
}

void ask_baselines(const made_pair& made, measured_pair& pair) {
  const std::vector<std::int64_t> same;
  for (const baseline& one : all_baselines()) {
    if (!one.any_backbone && made.reference.kind != zoo::backbone::decoder) continue;
    const auto score = one.score({made.subject, made.reference, made.truth.token_of});
    if (score && std::isfinite(*score)) pair.baselines[one.name] = *score;
  }
}

/// What this thread has computed, whoever else is using the machine.
double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

measured_pair measured(const planned_pair& planned, bool baselines) {
  measured_pair pair = planned.labels;
  const made_pair made = planned.make();
  const auto subject = made.subject.views();
  const auto reference = made.reference.views();
  compare_options options;
  options.threads = 1;
  const double start = thread_seconds();
  const auto answer = compare_views(subject, reference, options);
  pair.seconds = thread_seconds() - start;
  if (!answer) {
    pair.failure = answer.error().message;
    return pair;
  }
  note_answer(*answer, pair);
  note_truth(*answer, made.truth, pair);
  if (pair.set == set_name::stranger) note_nulls(*answer, pair);
  ask_for_merge(made, pair);
  if (baselines && pair.set != set_name::reversed) ask_baselines(made, pair);
  return pair;
}

} // namespace

std::vector<measured_pair> measure_plan(const std::vector<planned_pair>& plan,
                                        const measure_options& options) {
  std::vector<measured_pair> pairs(plan.size());
  std::mutex reporting;
  std::size_t done = 0;
  parallel_for(plan.size(), options.threads, [&](std::size_t i) {
    pairs[i] = measured(plan[i], options.baselines);
    const std::lock_guard lock(reporting);
    if (options.on_progress) options.on_progress(++done, plan.size());
  });
  return pairs;
}

} // namespace weightkin::evaluation
