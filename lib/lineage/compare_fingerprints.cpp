#include <map>
#include <new>
#include <string>
#include <vector>

#include <weightkin/lineage/compare_fingerprints.hpp>

#include "lineage/anchor_rule.hpp"
#include "lineage/compare_models.hpp"
#include "lineage/number_text.hpp"
#include "lineage/print_measurements.hpp"
#include "lineage/reference_share.hpp"
#include "lineage/rounding_room.hpp"

namespace weightkin {
namespace {

/// Names, shapes and dtypes; there are no elements to look at.
std::vector<tensor_view> views_of_print(const fingerprint& print) {
  std::vector<tensor_view> views(print.tensors.size());
  for (std::size_t i = 0; i < views.size(); ++i) {
    views[i].name = print.tensors[i].name;
    views[i].type = print.tensors[i].type;
    views[i].shape = print.tensors[i].shape;
  }
  return views;
}

bool is_consistent(const fingerprint& print) {
  const inventory& contents = print.contents;
  if (contents.entries.size() != print.tensors.size()) return false;
  for (std::size_t i = 0; i < contents.entries.size(); ++i) {
    const inventory_entry& entry = contents.entries[i];
    if (entry.tensor != i || entry.component >= contents.components.size()) return false;
    if (entry.tied_to && *entry.tied_to >= contents.entries.size()) return false;
  }
  for (const unit_anchors& anchors : print.anchors)
    if (anchors.up >= contents.entries.size()) return false;
  return true;
}

result<void> check(const fingerprint& subject, const fingerprint& reference) {
  if (subject.seed != reference.seed)
    return error{errc::bad_argument, "fingerprints of different seeds cannot be compared: " +
                                         std::to_string(subject.seed) + " and " +
                                         std::to_string(reference.seed)};
  for (const fingerprint* print : {&subject, &reference})
    if (!is_consistent(*print))
      return error{errc::bad_argument, "the inventory of a fingerprint does not fit its tensors"};
  return {};
}

compare_options described(const fingerprint& subject, const fingerprint& reference,
                          compare_options options) {
  const auto fill = [](std::string& said, const std::string& known) {
    if (said.empty()) said = known;
  };
  fill(options.subject_name, subject.name);
  fill(options.subject_format, subject.format);
  fill(options.reference_name, reference.name);
  fill(options.reference_format, reference.format);
  return options;
}

/// The scheme that most of a component's convicting tensors are stored in where the other side's
/// are plain; empty otherwise.
std::string one_sided_scheme(const comparison& answer, std::size_t component,
                             const fingerprint& print, const fingerprint& other, bool subject) {
  std::map<std::string, std::size_t> schemes;
  std::size_t pairs = 0;
  for (const tensor_evidence& pair : answer.tensors) {
    if (pair.component != component || pair.use != evidence_use::convicting) continue;
    ++pairs;
    const std::size_t own = subject ? pair.subject : pair.reference;
    const std::size_t others = subject ? pair.reference : pair.subject;
    if (other.tensors[others].scheme.empty()) ++schemes[print.tensors[own].scheme];
  }
  for (const auto& [scheme, count] : schemes)
    if (!scheme.empty() && 2 * count > pairs) return scheme;
  return {};
}

/// What a change of the plain side's weights before they were rounded can have been at most, where
/// the sketches tell.
std::string room_for_change(const comparison& answer, std::size_t component,
                            const fingerprint& subject, const fingerprint& reference,
                            bool subject_is_rounded) {
  rounding_bound bound;
  for (const tensor_evidence& pair : answer.tensors) {
    if (pair.component != component || pair.use != evidence_use::convicting) continue;
    const tensor_print& own = subject.tensors[pair.subject];
    const tensor_print& other = reference.tensors[pair.reference];
    bound.add(subject_is_rounded ? own : other, subject_is_rounded ? other : own);
  }
  const auto room = bound.room();
  if (!room) return {};
  return "; both differ by " + percent_text(room->residual) +
         " of the weights' size, so that a change before the rounding by more than " +
         percent_text(room->largest_change) + " is excluded, a smaller one is not";
}

/// A quantised side explains a small difference, but the steps that would show it are not kept.
void mention_storage(comparison& answer, const fingerprint& subject, const fingerprint& reference) {
  for (std::size_t i = 0; i < answer.components.size(); ++i) {
    component_ruling& ruling = answer.components[i];
    if (ruling.ruling != verdict::derived) continue;
    const std::string left = one_sided_scheme(answer, i, subject, reference, true);
    const std::string right = one_sided_scheme(answer, i, reference, subject, false);
    if (left.empty() && right.empty()) continue;
    const bool subject_is_rounded = !left.empty();
    ruling.explanations.insert(
        ruling.explanations.begin(),
        {subject_is_rounded ? explanation_kind::subject_reencoded
                            : explanation_kind::reference_reencoded,
         subject_is_rounded ? left : right,
         room_for_change(answer, i, subject, reference, subject_is_rounded)});
  }
}

result<comparison> compare_prints(const fingerprint& subject, const fingerprint& reference,
                                  const compare_options& options) {
  if (auto sound = check(subject, reference); !sound) return std::move(sound).error();
  const std::vector<tensor_view> left = views_of_print(subject);
  const std::vector<tensor_view> right = views_of_print(reference);
  paired_models models{{left, &subject.contents}, {right, &reference.contents}, nullptr};
  auto aligned =
      align_by(models.subject, models.reference, digest_matcher(models, subject, reference));
  if (!aligned) return std::move(aligned).error();
  models.aligned = &*aligned;
  auto answer = compare_models(models, print_measurements(models, subject, reference),
                               described(subject, reference, options));
  if (!answer) return answer;
  answer->source = evidence_source::fingerprints;
  mention_storage(*answer, subject, reference);
  permutation_options permutation;
  permutation.seed = answer->options.seed;
  rule_by_anchors(*answer, test_anchors(subject, reference, aligned->component_of, permutation,
                                        options.threads));
  measure_cover(*answer, models.reference);
  return answer;
}

} // namespace

result<comparison> compare_fingerprints(const fingerprint& subject, const fingerprint& reference,
                                        const compare_options& options) {
  try {
    return compare_prints(subject, reference, options);
  } catch (const std::bad_alloc&) {
    return error{errc::no_memory, "out of memory while comparing fingerprints"};
  }
}

} // namespace weightkin
